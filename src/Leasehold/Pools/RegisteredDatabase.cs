namespace Leasehold.Providers;

/// <summary>A database that <c>AddLeasehold</c> registered.</summary>
/// <remarks>Immutable.</remarks>
public sealed class RegisteredDatabase
{
    internal RegisteredDatabase(string name, bool isFirst, ConnectionPools pools)
        => (Name, IsFirst, Pools) = (name, isFirst, pools);

    /// <summary>Its name; <c>default</c> for the first.</summary>
    public string Name { get; }

    /// <summary>Whether it is the one registered without a name.</summary>
    public bool IsFirst { get; }

    /// <summary>Its pools.</summary>
    public ConnectionPools Pools { get; }
}
