namespace Leasehold.AdoNet;

/// <summary>The words of a driver's connection string that Leasehold sets for each workload.</summary>
/// <remarks>
/// Null, the default of each, takes the first usual word that the driver's connection string builder knows; a builder
/// that accepts any word gets the first of all. Empty means that the driver has no such setting.
/// </remarks>
public sealed class AdoNetKeywords
{
    /// <summary>Turns the driver's pool on or off.</summary>
    /// <value><c>Pooling</c>.</value>
    public string? Pooling { get; set; }

    /// <summary>The pool's maximum, set to that of the workload.</summary>
    /// <value><c>Max Pool Size</c>, <c>Maximum Pool Size</c>. One of them must be known, or this be empty.</value>
    public string? MaxPoolSize { get; set; }

    /// <summary>The pool's minimum, set to 0: connections are opened as they are asked for.</summary>
    /// <value><c>Min Pool Size</c>, <c>Minimum Pool Size</c>.</value>
    public string? MinPoolSize { get; set; }

    /// <summary>A connection's age in seconds, set to <see cref="PoolOptions.Recycle"/>.</summary>
    /// <value><c>Connection Lifetime</c>, <c>Load Balance Timeout</c>.</value>
    public string? ConnectionLifetime { get; set; }

    /// <summary>Bounds connecting in seconds, set to <see cref="PoolOptions.ConnectTimeout"/>.</summary>
    /// <value><c>Connection Timeout</c>, <c>Connect Timeout</c>, <c>Timeout</c>.</value>
    public string? ConnectTimeout { get; set; }

    /// <summary>A name that the server shows; it also makes each workload's text differ, and so its pool.</summary>
    /// <value>
    /// <c>Application Name</c>. Without one the text differs in its trailing semicolons, which is enough for a driver
    /// that compares the text as it is.
    /// </value>
    public string? ApplicationName { get; set; }
}
