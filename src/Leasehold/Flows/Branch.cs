namespace Leasehold.Flows;

/// <summary>In whose name a lease is held.</summary>
/// <param name="Flow">The named flow; outside any, the holder; null when no one wants to know.</param>
/// <param name="Holder">
/// What was installed in the frame of the caller that leased, so that everything below that frame is known to be of the
/// same branch as the lease; null when no one wants to know, or when it was not to be had.
/// </param>
internal readonly record struct Branch(Flow? Flow, Flow? Holder)
{
    /// <summary>The holder, where it is not the flow itself.</summary>
    public Flow? HolderBesideFlow => ReferenceEquals(Holder, Flow) ? null : Holder;

    public void LeaseTaken(int place)
    {
        Flow?.LeaseTaken(place);
        HolderBesideFlow?.LeaseTaken(place);
    }

    public void LeaseReturned(int place)
    {
        Flow?.LeaseReturned(place);
        HolderBesideFlow?.LeaseReturned(place);
    }
}
