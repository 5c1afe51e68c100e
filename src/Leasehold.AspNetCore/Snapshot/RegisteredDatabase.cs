namespace Leasehold.AspNetCore;

/// <summary>A database that <c>AddLeasehold</c> registered.</summary>
/// <param name="Name">Its name; <c>default</c> for the first.</param>
/// <param name="IsFirst">Whether it is the one registered without a name.</param>
/// <param name="Pools">Its pools.</param>
internal sealed record RegisteredDatabase(string Name, bool IsFirst, ConnectionPools Pools);
