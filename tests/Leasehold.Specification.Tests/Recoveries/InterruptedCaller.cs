namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A thread in a blocking call, to be interrupted there; what it gets all the same, it gives back.</summary>
internal sealed class InterruptedCaller
{
    private readonly TaskCompletionSource<Exception?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    public InterruptedCaller(Func<IDisposable> acquire)
    {
        _thread = new Thread(() => Run(acquire)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>What it threw; null when it got something.</summary>
    public Task<Exception?> Ended => _ended.Task;

    public void Interrupt() => _thread.Interrupt();

    private void Run(Func<IDisposable> acquire)
    {
        try
        {
            Return(acquire());
            _ended.SetResult(null);
        }
        catch (Exception exception)
        {
            _ended.SetResult(exception);
        }
    }

    // The interrupt may reach the thread only now. A disposal that it ends counts as tried, so it is said again.
    private static void Return(IDisposable acquired)
    {
        try
        {
            acquired.Dispose();
        }
        catch (ThreadInterruptedException)
        {
            acquired.Dispose();
        }
    }
}
