using System.Diagnostics;

namespace Leasehold.Leases;

/// <summary>
/// Whom a pool tells what happens to its leases: the only way from here up to metrics, traces and logs.
/// </summary>
/// <remarks>
/// Thread-safe; one for each pool. No member throws, whatever a listener or a log sink behind it does: it is called
/// between taking a place and freeing it.
/// </remarks>
internal interface ILeaseObserver
{
    /// <summary>Whether a lease outside any flow is to get a holder of its own.</summary>
    bool NamesHolders { get; }

    /// <summary>Whether a lease in a flow is to get one too, which tells the flow's branches apart.</summary>
    bool MarksBranches { get; }

    /// <summary>Whether someone wants to know how long callers waited.</summary>
    bool TimesWaits { get; }

    /// <summary>Whether someone may want to know how long connections take to be made; always the same.</summary>
    bool TimesCreation { get; }

    /// <summary>A caller begins to wait, for a place or for a connection to be opened.</summary>
    /// <returns>To be given back to <see cref="WaitEnded"/>.</returns>
    Activity? WaitBegan();

    /// <summary>The wait is over.</summary>
    /// <param name="wait">What <see cref="WaitBegan"/> returned.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    void WaitEnded(Activity? wait, Exception? error);

    /// <summary>A caller has its open connection.</summary>
    void Waited(TimeSpan time);

    /// <summary>A flow that holds a connection has to wait for another one.</summary>
    void Nested(string flow, int held);

    /// <summary>The connection of a place is open and about to be handed out.</summary>
    void Opened(LeaseSlot slot);

    /// <summary>Its connection was made for it, in so long; told while <see cref="TimesCreation"/> is on.</summary>
    void Created(TimeSpan time);

    /// <summary>The lease of a place ends; the slot still tells whose it was.</summary>
    void Ending(LeaseSlot slot);

    /// <summary>A lease that had been reported as over its budget has ended.</summary>
    void OverBudgetReturned(long heldMs);

    /// <summary>A lease was lost without disposal.</summary>
    void Leaked(Holder holder);

    /// <summary>A lease is held for longer than the pool's budget.</summary>
    void OverBudget(TimeSpan budget, Holder holder);

    /// <summary>The pool's connections are cleared, since one of them failed its check, or leads to a server
    /// that is not the primary any more.</summary>
    void Invalidated();

    /// <summary>Undoing or closing what a holder left has failed; the connection is not used again.</summary>
    void ReturnFailed(Exception exception);

    /// <summary>Connections that are to be kept open could not be opened; tried again after the pause.</summary>
    void WarmUpFailed(TimeSpan pause, Exception exception);

    /// <summary>Someone waited in vain.</summary>
    void TimedOut();

    /// <summary>Someone was refused at once.</summary>
    void Refused();

    /// <summary>The pool is exhausted; told once per incident.</summary>
    void Exhausted(string message);
}
