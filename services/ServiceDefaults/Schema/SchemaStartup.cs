using System.Net.Sockets;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>
/// Migrates before the service listens. A database that is down does not keep the service down: it starts, reports
/// itself unhealthy, and migrates as soon as the database is there.
/// </summary>
/// <param name="migration">What to run.</param>
/// <param name="provider">Tells an unreachable database from a broken migration.</param>
/// <param name="logger">Logs.</param>
/// <param name="time">Time.</param>
public sealed class SchemaStartup(
    SchemaMigration migration, DatabaseProvider provider, ILogger<SchemaStartup> logger, TimeProvider time)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private Task _retrying = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
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
                Log.MigrationFailed(logger, problem.GetBaseException().Message);
            }
        }
    }

    private async Task<bool> TryMigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migration.RunAsync(cancellationToken);
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
        => problem.GetBaseException() is SocketException or TimeoutException
            || provider.Classify(problem) is DatabaseErrorKind.ConnectionBroken or DatabaseErrorKind.TooManyConnections;
}
