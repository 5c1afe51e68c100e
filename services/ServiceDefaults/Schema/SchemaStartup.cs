using System.Net.Sockets;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>
/// Migrates before the service listens. A database that is down does not keep the service down: it starts, reports
/// itself unhealthy, and migrates as soon as the database is there.
/// </summary>
/// <param name="migration">What to run.</param>
/// <param name="settings">The database.</param>
/// <param name="environment">A default database is nothing to warn of in Development.</param>
/// <param name="pools">Tells an unreachable database from a broken migration.</param>
/// <param name="logger">Logs.</param>
/// <param name="time">Time.</param>
public sealed class SchemaStartup(
    SchemaMigration migration,
    DatabaseSettings settings,
    IHostEnvironment environment,
    ConnectionPools pools,
    ILogger<SchemaStartup> logger,
    TimeProvider time)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _retrying = Task.CompletedTask;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the tables are there, the service's own, and up to date.</summary>
    public bool IsReady => _ready.Task.IsCompleted;

    /// <summary>Ends when they are: what works with tables waits for it.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why they are not, where it is not the database that is away.</summary>
    internal string? Fault { get; private set; }

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (settings.IsDefault && !environment.IsDevelopment())
        {
            Log.NoDatabaseChosen(
                logger,
                Path.GetFullPath(new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource));
        }

        try
        {
            if (!await TryMigrateAsync(cancellationToken))
            {
                _retrying = RetryAsync();
            }
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or ServiceStartException))
        {
            // Only the innermost message: the runner's own outer ones repeat the statement.
            throw new ServiceStartException($"The schema could not be migrated: {problem.GetBaseException().Message}");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _retrying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RetryAsync()
    {
        while (true)
        {
            await Task.Delay(Pause, time, _stopping.Token);
            try
            {
                if (await TryMigrateAsync(_stopping.Token))
                {
                    return;
                }
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // Nobody awaits this loop, so it must say what is wrong itself; a person may mend it meanwhile.
                var message = problem.GetBaseException().Message;
                if (!string.Equals(message, Fault, StringComparison.Ordinal))
                {
                    Log.MigrationFailed(logger, message);
                    Fault = message;
                }
            }
        }
    }

    private async Task<bool> TryMigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migration.RunAsync(cancellationToken);
            _ready.TrySetResult();
            Log.SchemaReady(logger);
            return true;
        }
        catch (Exception problem) when (IsUnreachable(problem))
        {
            Log.DatabaseUnreachable(logger, problem.GetBaseException().GetType().Name, Pause.TotalSeconds);
            return false;
        }
    }

    private bool IsUnreachable(Exception problem)
        => problem is PoolExhaustedException or ConnectTimeoutException
            || problem.GetBaseException() is SocketException or TimeoutException
            || pools.Classify(problem) is DatabaseErrorKind.ConnectionBroken
                or DatabaseErrorKind.TooManyConnections
                or DatabaseErrorKind.NotPrimary;
}
