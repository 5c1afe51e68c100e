using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard;

/// <summary>
/// Samples for all open pages together, twice a second while there is one, and hands each sample to every page.
/// </summary>
/// <remarks>Thread-safe. Stops with the last page; the journals are read every second second.</remarks>
internal sealed class DashboardFeed(
    FrameReader reader, DurableReader durable, DashboardOptions options, TimeProvider time,
    ILogger<DashboardFeed> logger) : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int SamplesPerJournalRead = 4;

    private readonly Lock _lock = new(); // guards _viewers, _run and the disposed flag
    private readonly List<Action<DashboardFrame>> _viewers = [];
    private CancellationTokenSource? _run;
    private bool _isDisposed;
    private long _samples;

    /// <summary>Samples taken since the start.</summary>
    public long Samples => Volatile.Read(ref _samples);

    /// <summary>Calls back with every sample until disposed; null when too many look already.</summary>
    /// <param name="onFrame">Must return at once.</param>
    public IDisposable? Join(Action<DashboardFrame> onFrame)
    {
        lock (_lock)
        {
            if (_isDisposed || _viewers.Count >= options.MaxViewers)
            {
                return null;
            }

            _viewers.Add(onFrame);
            if (_run is null)
            {
                _run = new CancellationTokenSource();
                var stopping = _run.Token;

                // Without the first page's context: neither its flow nor its trace is to go on for all others.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(() => RunAsync(stopping), CancellationToken.None);
                }
            }
        }

        return new Membership(this, onFrame);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _viewers.Clear();
            Stop();
        }
    }

    private void Leave(Action<DashboardFrame> onFrame)
    {
        lock (_lock)
        {
            if (_viewers.Remove(onFrame) && _viewers.Count == 0)
            {
                Stop();
            }
        }
    }

    private void Stop()
    {
        _run?.Cancel();
        _run?.Dispose();
        _run = null;
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var journals = Task.CompletedTask;
        try
        {
            for (var i = 0; !stopping.IsCancellationRequested; i++)
            {
                if (i % SamplesPerJournalRead == 0 && journals.IsCompleted)
                {
                    journals = ReadJournalsAsync(stopping);
                }

                Sample();
                await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The last page is gone.
        }
    }

    // Beside the samples: a database that does not answer must not stop the figures that say so.
    private async Task ReadJournalsAsync(CancellationToken stopping)
    {
        foreach (var database in reader.Databases)
        {
            await durable.ReadAsync(database, stopping).ConfigureAwait(false);
        }
    }

    private void Sample()
    {
        try
        {
            var frame = reader.Read();
            Interlocked.Increment(ref _samples);
            Action<DashboardFrame>[] viewers;
            lock (_lock)
            {
                viewers = [.. _viewers];
            }

            foreach (var viewer in viewers)
            {
                viewer(frame);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.SampleFailed(logger, exception);
        }
    }

    private sealed class Membership(DashboardFeed feed, Action<DashboardFrame> onFrame) : IDisposable
    {
        public void Dispose() => feed.Leave(onFrame);
    }
}
