using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold.Pools;

/// <summary>Cancels a result that was left half-way, until its reader is closed.</summary>
/// <remarks>
/// The driver's own cancelling comes first. It is an attempt that may be lost on its way, and Npgsql makes it once; so
/// it is followed by others, made on the server from beside the pool.
/// </remarks>
internal sealed class ReaderRescue : IDisposable, IAsyncDisposable
{
    /// <summary>Long enough for the rest of an ordinary result, which costs less than a cancellation.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Between two attempts.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Action _cancel;
    private readonly DriverPool _source;
    private readonly DbConnection? _driver;
    private readonly CancellationTokenSource _isClosed = new();
    private readonly Task _running;
    private volatile bool _hasCancelled;

    public ReaderRescue(Action cancel, LeasedConnection connection)
    {
        _cancel = cancel;
        _source = connection.Pool.Core.Guaranteed;
        _driver = connection.Driver;
        _running = RunAsync(_isClosed.Token);
    }

    public bool HasCancelled => _hasCancelled;

    public void Dispose()
    {
        _isClosed.Cancel();

        // An attempt that is on its way must not reach the session's next holder.
        ConnectionLease.WaitFor(_running);
        _isClosed.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _isClosed.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _isClosed.Dispose();
    }

    private async Task RunAsync(CancellationToken isClosed)
    {
        for (var pause = Patience; ; pause = Pause)
        {
            // A timer: as long as data keeps coming in, the drivers read on without ever giving up the thread.
            await Task.Delay(pause, isClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (isClosed.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await CancelAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
                when (exception is DbException or InvalidOperationException or IOException or TimeoutException)
            {
                // The next attempt may get through.
            }
        }
    }

    private async ValueTask CancelAsync()
    {
        if (!_hasCancelled)
        {
            _hasCancelled = true;
            _cancel();
        }
        else if (_driver is not null)
        {
            await _source.CancelAsync(_driver, blocking: false).ConfigureAwait(false);
        }
    }
}
