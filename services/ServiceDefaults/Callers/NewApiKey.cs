namespace Leasehold.ServiceDefaults.Callers;

/// <summary>A key just made: the caller gets the key, the configuration gets the hash.</summary>
/// <param name="Key">The secret; shown once, kept by the caller only.</param>
/// <param name="Hash">What <c>Leasehold:Keys:{n}:Hash</c> takes; not a secret.</param>
public readonly record struct NewApiKey(string Key, string Hash)
{
    /// <summary>The hash only, so that a key does not end up in a log by accident.</summary>
    public override string ToString() => $"API key with hash {Hash}";
}
