using System.Globalization;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>
/// Connections beside the pool, for what cannot be said on the one that is busy; opened when needed, two at a time.
/// </summary>
/// <remarks>Thread-safe. A session is looked for on its own server: another one's may have the same number.</remarks>
/// <param name="builder">Builds the pool's source: with its password, TLS and the like.</param>
/// <param name="isInitialized">Whether the pool's connections are initialized, as those here are not.</param>
internal sealed class PostgreSqlSide(NpgsqlDataSourceBuilder builder, bool isInitialized) : IAsyncDisposable
{
    private const int TimeoutSeconds = 3;

    // A full pool whose callers all give up must not take as many connections again from the server.
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _line = new(AtOnce);
    private readonly Lock _building = new(); // guards builder and _sources
    private readonly Dictionary<(string? Host, int Port, string? Inspector), NpgsqlDataSource> _sources = [];

    // As they were before a source was built.
    private readonly string? _hosts = builder.ConnectionStringBuilder.Host;
    private readonly int _port = builder.ConnectionStringBuilder.Port;
    private readonly string? _application = builder.ConnectionStringBuilder.ApplicationName;
    private readonly int _cancellationTimeout = builder.ConnectionStringBuilder.CancellationTimeout;

    /// <summary>Cancels what a session is doing.</summary>
    /// <exception cref="TimeoutException">
    /// It was not to be had. What the session sends may have no end, so it must not be closed.
    /// </exception>
    public async ValueTask CancelAsync(NpgsqlConnection busy, bool blocking)
    {
        var bound = TimeSpan.FromSeconds(TimeoutSeconds);
        if (!(blocking ? _line.Wait(bound) : await _line.WaitAsync(bound).ConfigureAwait(false)))
        {
            throw new TimeoutException($"Others were being stopped from beside for {TimeoutSeconds} s.");
        }

        try
        {
            await CancelAsync(busy.ProcessID, Of(busy.Host, busy.Port), blocking).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw new TimeoutException("The session could not be stopped from beside.", exception);
        }
        finally
        {
            _line.Release();
        }
    }

    /// <summary>Asks the server that most leases lead to; without any, the first of the connection string.</summary>
    public async Task<ServerReport> InspectAsync(ServerInspection inspection, CancellationToken cancellationToken)
    {
        var (host, port) = ServerFor(inspection);
        var connection = Of(host, port, inspection).CreateConnection();
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            // Bounded by their time-out: a token would have the driver open a second connection, to cancel.
            return await PostgreSqlInspection.ReadAsync(connection, inspection).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask CancelAsync(int processId, NpgsqlDataSource source, bool blocking)
    {
        var connection = blocking
            ? source.OpenConnection()
            : await source.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var command = new NpgsqlCommand("SELECT pg_cancel_backend($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = processId });
            if (blocking)
            {
                command.ExecuteNonQuery();
            }
            else
            {
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            }
        }
    }

    private (string? Host, int Port) ServerFor(ServerInspection inspection)
    {
        var most = inspection.Leased.GroupBy(static session => session.Server, StringComparer.Ordinal)
            .MaxBy(static sessions => sessions.Count())?.Key;
        if (most is not null)
        {
            var colon = most.LastIndexOf(':');
            return (most[..colon], int.Parse(most.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        }

        var first = _hosts?.Split(',')[0].Trim();
        var at = first?.LastIndexOf(':') ?? -1;
        return at > 0 && first!.IndexOf(':', StringComparison.Ordinal) == at
            && int.TryParse(first.AsSpan(at + 1), CultureInfo.InvariantCulture, out var port)
                ? (first[..at], port)
                : (first, _port);
    }

    private NpgsqlDataSource Of(string? host, int port, ServerInspection? inspection = null)
    {
        lock (_building)
        {
            var key = (host, port, inspection?.ApplicationName);
            return _sources.TryGetValue(key, out var source)
                ? source
                : _sources[key] = Build(host, port, inspection);
        }
    }

    private NpgsqlDataSource Build(string? host, int port, ServerInspection? inspection)
    {
        if (isInitialized)
        {
            builder.UsePhysicalConnectionInitializer(null, null);
        }

        var text = builder.ConnectionStringBuilder;
        text.Host = host;
        text.Port = port;
        text.Pooling = false;
        text.Enlist = false;
        text.MinPoolSize = 0;
        text.ApplicationName = inspection?.ApplicationName ?? _application;
        text.Timeout = inspection is null ? TimeoutSeconds : Whole(inspection.Timeout);
        text.CommandTimeout = text.Timeout;

        // -1: a server that does not answer does not answer a cancellation either.
        text.CancellationTimeout = inspection is null ? _cancellationTimeout : -1;
        return builder.Build();
    }

    private static int Whole(TimeSpan timeout) => Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
}
