namespace Leasehold.Admission;

/// <summary>A lock that is entered even by a thread that is interrupted while it waits for it.</summary>
/// <remarks>
/// A place that is taken, kept or given back must be accounted for whatever happens to the thread. The interruption is
/// not lost: the thread's next wait meets it.
/// </remarks>
internal sealed class UninterruptedLock
{
    private readonly Lock _lock = new();

    public Lock.Scope EnterScope()
    {
        try
        {
            return _lock.EnterScope();
        }
        catch (ThreadInterruptedException)
        {
            var scope = EnterScope();
            Thread.CurrentThread.Interrupt();
            return scope;
        }
    }
}
