namespace Leasehold.Flows;

/// <summary>What a lease asks of its surroundings, in one AsyncLocal since every lease reads it.</summary>
/// <param name="Flow">The flow the caller belongs to.</param>
/// <param name="Call">The call stage it runs in.</param>
/// <param name="Holder">
/// The innermost flow without a name that was installed by a lease; outer ones hang on it while they hold.
/// </param>
internal sealed record Ambient(Flow? Flow, CallScope? Call, Flow? Holder = null)
{
    private static readonly AsyncLocal<Ambient?> Local = new();

    public static Ambient? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    public Flow? LiveFlow => Flow is { HasEnded: false } ? Flow : null;

    public bool IsInCall => Call is { HasEnded: false };

    /// <summary>
    /// Makes a holder for a lease taken outside any flow, seen by everything its caller goes on to do.
    /// </summary>
    /// <remarks>
    /// One for each lease, never shared: whatever was started before or beside the lease does not inherit it, so that
    /// a worker is not blamed for a connection that its sibling holds. Call it before the first await on the way: set
    /// in an async callee it would be lost to the caller.
    /// </remarks>
    public static Flow HolderOf(Ambient? ambient, Workload workload)
    {
        if (VacantHolderOf(ambient) is { } vacant)
        {
            return vacant;
        }

        var holder = Install(ambient, workload);
        holder.TryClaim();
        return holder;
    }

    /// <summary>The holder that was made ahead of the lease, if there is one.</summary>
    /// <remarks>
    /// For a lease that is taken in an asynchronous frame of someone else's, as EF Core's opening is: what is installed
    /// there is lost to who asked for it, and so not worth making.
    /// </remarks>
    public static Flow? VacantHolderOf(Ambient? ambient)
        => ambient?.Holder is { } vacant && vacant.TryClaim() ? vacant : null;

    /// <summary>Makes a holder ahead of the lease, in the frame that awaits both the lease and the work.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="inFlows">Whether in a named flow too.</param>
    public static void PrepareHolder(Workload workload, bool inFlows)
    {
        var ambient = Current;
        if (inFlows || ambient?.LiveFlow is null)
        {
            Install(ambient, workload);
        }
    }

    /// <summary>The flows in whose name the caller acts and that hold a lease now.</summary>
    public static IReadOnlyList<Flow> Holding()
    {
        if (Current is not { } ambient)
        {
            return [];
        }

        var named = ambient.LiveFlow is { HeldLeases: > 0 } flow ? flow : null;
        var unnamed = FirstHolding(ambient.Holder);
        if (unnamed is null)
        {
            return named is null ? [] : [named];
        }

        var all = named is null ? new List<Flow>() : [named];
        for (var holder = unnamed; holder is not null; holder = FirstHolding(holder.OuterHolder))
        {
            all.Add(holder);
        }

        return all;
    }

    public static bool IsHolding
        => Current is { } ambient
            && (ambient.LiveFlow is { HeldLeases: > 0 } || FirstHolding(ambient.Holder) is not null);

    /// <summary>
    /// Whether the caller runs below the frame in which a holder was installed, and not in a branch beside it.
    /// </summary>
    public static bool IsBelow(Flow holder)
    {
        var above = Current?.Holder;
        while (above is not null && !ReferenceEquals(above, holder))
        {
            above = above.OuterHolder;
        }

        return above is not null;
    }

    private static Flow Install(Ambient? ambient, Workload workload)
    {
        // Those that hold nothing any more are left out: in a loop the chain would grow for ever.
        var holder = Flow.WithoutName(workload, FirstHolding(ambient?.Holder));
        Current = new Ambient(ambient?.Flow, ambient?.Call, holder);
        return holder;
    }

    private static Flow? FirstHolding(Flow? holder)
    {
        while (holder is { HeldLeases: 0 })
        {
            holder = holder.OuterHolder;
        }

        return holder;
    }
}
