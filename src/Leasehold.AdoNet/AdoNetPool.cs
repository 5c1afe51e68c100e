using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using Leasehold.Providers;

namespace Leasehold.AdoNet;

/// <summary>
/// The driver's pool of one workload, kept apart from the others by the text of its connection string.
/// </summary>
internal sealed class AdoNetPool : DriverPool
{
    private const int MaxKeys = 20_000;
    private static readonly TimeSpan ClosingBound = TimeSpan.FromSeconds(5);
    private readonly DbProviderFactory _factory;
    private readonly AdoNetFacts _facts;
    private readonly DriverPoolSettings _settings;
    private readonly bool _isPooled;

    // The physical connections on which the application's hook was run, the oldest first.
    private readonly ConcurrentDictionary<object, byte> _initialized = new();
    private readonly ConcurrentQueue<object> _inOrder = new();

    // Guards the two below.
    private readonly Lock _clearing = new();
    private readonly List<PoolGeneration> _retired = [];
    private PoolGeneration _current;

    public AdoNetPool(DbProviderFactory factory, AdoNetFacts facts, DriverPoolSettings settings)
    {
        _factory = factory;
        _facts = facts;
        _settings = settings;
        _isPooled = !facts.DiscardsOnReturn
            && (settings.KeepsOpen || facts.ClearPool is not null || !facts.Text.CanTurnPoolingOff);
        if (settings.OnConnectionOpened is not null && _isPooled && facts.PhysicalKey is null)
        {
            throw new ArgumentException(
                "OnConnectionOpened needs AdoNetOptions.PhysicalKey, to know which connections of the driver's pool "
                + "are new, or DiscardOnReturn.",
                nameof(settings));
        }

        _current = NewGeneration();
        _current.TryClear();
    }

    /// <summary>A connection that was made a moment ago needs no check.</summary>
    public override bool ChecksOnOpen => !_isPooled || _facts.PingText is null;

    /// <summary>Not every driver has a bound for the handshake, as FirebirdClient has none.</summary>
    public override bool BoundsConnecting => false;

    public override bool EnlistsInAmbientTransaction => _facts.Enlists;

    public override string? CommandSource => _facts.CommandSource;

    public override DatabaseTarget? TargetOf(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var own = CreateConnection();
        return own.GetType() == connection.GetType()
            ? base.TargetOf(connection)! with { User = _facts.Text.UserOf(connection.ConnectionString) }
            : null;
    }

    public override DbConnection CreateConnection() => Volatile.Read(ref _current).Create();

    public override DbCommand CreateCommand() => _factory.CreateCommand()
        ?? throw new NotSupportedException($"{_factory.GetType().Name} makes no commands.");

    public override bool HasBatches => _factory.CanCreateBatch;

    public override DbBatch CreateBatch() => _factory.CanCreateBatch ? _factory.CreateBatch() : base.CreateBatch();

    public override int PhysicalId(DbConnection connection)
        => _facts.PhysicalId is { } id && connection.State == ConnectionState.Open ? (int)id(connection) : 0;

    public override bool Opened(DbConnection connection)
        => _settings.OnConnectionOpened is not null
            && (!_isPooled || !_initialized.ContainsKey(_facts.PhysicalKey!(connection)));

    public override void Initialized(DbConnection connection)
    {
        if (_isPooled && _initialized.TryAdd(_facts.PhysicalKey!(connection), default))
        {
            _inOrder.Enqueue(_facts.PhysicalKey(connection));
            if (_inOrder.Count > MaxKeys && _inOrder.TryDequeue(out var oldest))
            {
                // Long gone: no pool has so many at once.
                _initialized.TryRemove(oldest, out _);
            }
        }
    }

    public override bool IsBroken(DbConnection connection) => connection.State == ConnectionState.Broken;

    /// <summary>Runs the ping text, and gives up when the time is over.</summary>
    /// <remarks>
    /// A driver whose command time-out does not end a silent connection is waited for no longer than that all the same;
    /// what it is still doing ends when the connection does.
    /// </remarks>
    public override async Task PingAsync(DbConnection connection, TimeSpan timeout)
    {
        var ping = PingOnceAsync(connection, timeout);
        if (_facts.HasCommandTimeout)
        {
            await ping.ConfigureAwait(false);
            return;
        }

        try
        {
            await ping.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Forget(ping);
            throw;
        }
    }

    /// <inheritdoc cref="PingAsync"/>
    public override void Ping(DbConnection connection, TimeSpan timeout)
    {
        if (_facts.HasCommandTimeout)
        {
            PingOnce(connection, timeout);
            return;
        }

        // On a thread of its own: whoever blocks must not depend on the thread pool, which blocking may have used up.
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                PingOnce(connection, timeout);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        { IsBackground = true };
        thread.Start();
        if (!thread.Join(timeout))
        {
            throw new TimeoutException("The connection did not answer its check in time.");
        }

        failure?.Throw();
    }

    /// <summary>
    /// Runs the statements that undo what the driver leaves; a transaction that is open the driver's closing ends.
    /// </summary>
    public override async ValueTask<bool> ResetAsync(DbConnection connection, bool blocking)
    {
        if (!_isPooled
            || _facts.ResetStatements.Length == 0
            || _settings.Options.ResetOnReturn == ResetOnReturn.Rollback
            || _settings.Pooler != ServerPooler.None)
        {
            return true;
        }

        try
        {
            foreach (var statement in _facts.ResetStatements)
            {
                using var command = CommandOf(connection, statement, _settings.Options.PrePingTimeout);
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
        catch (Exception exception) when (exception is DbException or InvalidOperationException or TimeoutException)
        {
            // Nothing in ADO.NET throws one connection away. Its pool is retired, so that it ends when it comes back.
            Clear();
        }

        return true;
    }

    /// <summary>Later connections come from another pool of the driver; the present one is emptied.</summary>
    public override void Clear()
    {
        PoolGeneration old;
        lock (_clearing)
        {
            old = _current;

            // A text is used again when it can be, since drivers never forget a pool.
            var empty = _retired.Find(static generation => generation.TryRevive());
            if (empty is not null)
            {
                _retired.Remove(empty);
            }

            Volatile.Write(ref _current, empty ?? NewGeneration());
            _retired.Add(old);
        }

        _ = old.RetireAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        var closing = Volatile.Read(ref _current).RetireAsync().WaitAsync(ClosingBound);
        await closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Its exception is nobody's any more; the connection is not used again.
    private static void Forget(Task ping)
        => _ = ping.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

    [SuppressMessage("Security", "CA2100", Justification = "The application's own statement, from its options.")]
    private static DbCommand CommandOf(DbConnection connection, string statement, TimeSpan timeout)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds));
        return command;
    }

    private async Task PingOnceAsync(DbConnection connection, TimeSpan timeout)
    {
        using var command = CommandOf(connection, _facts.PingText!, timeout);
        await command.ExecuteScalarAsync().ConfigureAwait(false);
    }

    private void PingOnce(DbConnection connection, TimeSpan timeout)
    {
        using var command = CommandOf(connection, _facts.PingText!, timeout);
        command.ExecuteScalar();
    }

    private PoolGeneration NewGeneration()
        => new(_factory, _facts.NextText(_settings, _isPooled), _isPooled ? _facts.ClearPool : null);
}
