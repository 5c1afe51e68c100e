using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.AdoNet;

/// <summary>The options as they were when <c>UseAdoNet</c> returned, checked.</summary>
internal sealed class AdoNetFacts
{
    // How many pools of the driver each text has had: drivers keep theirs for the whole process.
    private static readonly ConcurrentDictionary<string, int> PoolsOfText = new(StringComparer.Ordinal);

    /// <summary>Checks and copies the options.</summary>
    /// <exception cref="ArgumentException">An option contradicts another one, or the driver.</exception>
    public AdoNetFacts(DbProviderFactory factory, string connectionString, AdoNetOptions options)
    {
        Text = new ConnectionText(factory, connectionString, options.Keywords);
        Check(options, Text);
        ServerAddress = options.ServerAddress;
        ServerPort = options.ServerPort;
        PingText = options.PingText;
        HasCommandTimeout = options.HasCommandTimeout;
        ResetStatements = [.. options.ResetStatements];
        DiscardsOnReturn = options.DiscardOnReturn;
        ClearPool = options.ClearPool;
        PhysicalId = options.PhysicalId;
        PhysicalKey = options.PhysicalKey;
        BeginTransaction = options.BeginTransaction;
        ReadOnlyStatement = options.ReadOnlyStatement;
        Errors = new AdoNetErrors(options.SqlState, options.Classify);
        ConnectionLimitText = options.ConnectionLimitText;
        IdleTimeoutText = options.IdleTimeoutText;
        Enlists = options.EnlistsInAmbientTransaction ?? Text.Enlists;
        CommandSource = options.CommandSource;
        Dialect = new SqlDialect
        {
            SystemName = options.SystemName,
            UtcNow = options.UtcNow,
            ForUpdateSkipLocked = options.ForUpdateSkipLocked,
            HasReturning = options.HasReturning,
            HasSingleWriter = options.HasSingleWriter,
            IsShared = options.IsShared,
        };
    }

    public ConnectionText Text { get; }

    public SqlDialect Dialect { get; }

    public AdoNetErrors Errors { get; }

    public string? ServerAddress { get; }

    public int? ServerPort { get; }

    public string? PingText { get; }

    public bool HasCommandTimeout { get; }

    public string[] ResetStatements { get; }

    public bool DiscardsOnReturn { get; }

    public Action<DbConnection>? ClearPool { get; }

    public Func<DbConnection, long>? PhysicalId { get; }

    public Func<DbConnection, object>? PhysicalKey { get; }

    public Func<DbConnection, bool, IsolationLevel, CancellationToken, ValueTask<DbTransaction>>? BeginTransaction
    {
        get;
    }

    public string? ReadOnlyStatement { get; }

    public string? ConnectionLimitText { get; }

    public string? IdleTimeoutText { get; }

    public bool Enlists { get; }

    public string? CommandSource { get; }

    /// <summary>A text that no pool of the driver in this process has had yet.</summary>
    public string NextText(DriverPoolSettings settings, bool isPooled)
    {
        var first = Text.For(settings, isPooled, 0);
        var distinction = PoolsOfText.AddOrUpdate(first, 0, static (_, last) => last + 1);
        return distinction == 0 ? first : Text.For(settings, isPooled, distinction);
    }

    private static void Check(AdoNetOptions options, ConnectionText text)
    {
        var problem = options switch
        {
            _ when string.IsNullOrWhiteSpace(options.SystemName) => "SystemName is empty.",
            _ when string.IsNullOrWhiteSpace(options.UtcNow) => "UtcNow is empty.",
            _ when options.ForUpdateSkipLocked is null => "ForUpdateSkipLocked is null: give \"\" for none.",
            _ when options.SqlState is null => "SqlState is null.",
            { PingText: { } ping } when string.IsNullOrWhiteSpace(ping)
                => "PingText is empty: give a statement, or null when opening checks the connection.",
            _ when options.ResetStatements.Any(string.IsNullOrWhiteSpace) => "ResetStatements has an empty one.",
            { DiscardOnReturn: true } when !text.CanTurnPoolingOff
                => "DiscardOnReturn needs a driver whose pool can be turned off: name the word in Keywords.Pooling.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ArgumentException($"{nameof(AdoNetOptions)}.{problem}", nameof(options));
        }
    }
}
