namespace Leasehold;

/// <summary>Which of a pool's two queues a lease waits in.</summary>
public enum LeaseLane
{
    /// <summary>Work not yet accepted: may be refused, since refusing a new request is cheap.</summary>
    Starting,

    /// <summary>
    /// Work that completes what was accepted (an outcome to save): served first, never refused by length.
    /// </summary>
    Finishing,
}
