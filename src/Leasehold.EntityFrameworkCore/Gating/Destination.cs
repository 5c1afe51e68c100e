using Leasehold.Providers;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Where a connection leads, and the pools of that database.</summary>
/// <param name="Pools">Null when no pools are for it.</param>
/// <param name="Target">What the connection says.</param>
/// <param name="Text">Its string, password and all, for as long as its pools may be made anew.</param>
internal sealed record Destination(ConnectionPools? Pools, DatabaseTarget Target, string Text)
{
    /// <summary>Whether the pools may be used; asked right before.</summary>
    public bool IsOpen => Pools is null || OwnedConnection.KeepOpen(Pools.Api);
}
