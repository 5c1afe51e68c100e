namespace Leasehold.Providers;

/// <summary>
/// What the package of a database says of itself, so that <c>builder.AddLeasehold("name")</c> finds it by being
/// referenced, and by the connection string.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public abstract class DatabaseAdapter
{
    /// <summary>Names it in <c>Leasehold:Provider</c>: the package's name without <c>Leasehold.</c></summary>
    public abstract string Name { get; }

    /// <summary>Whether a connection string can be one of this database's.</summary>
    /// <param name="connectionString">Of whichever database; the driver's form or a URL.</param>
    public abstract bool CanRead(string connectionString);

    /// <summary>Makes the provider.</summary>
    /// <param name="connectionString">The connection string.</param>
    public abstract DatabaseProvider Create(string connectionString);
}
