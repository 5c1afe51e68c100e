using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>The keys in force now.</summary>
/// <remarks>
/// Thread-safe: a change replaces the whole list. A process that has had keys never falls back to the loopback rule:
/// behind a proxy on the same machine every caller looks local, so removing the last key must close the door, not
/// open it. For the same reason a changed configuration with a fault refuses the faulty key and takes the rest:
/// validation that rejected the whole change would keep a revoked key alive because of a typing mistake elsewhere.
/// </remarks>
internal sealed class KeyRing : IDisposable
{
    /// <summary>No key is longer; hashing what is would be the caller's to make expensive.</summary>
    private const int MaxKeyLength = 512;

    private readonly ILogger _logger;
    private readonly IDisposable? _changes;
    private volatile IReadOnlyList<KeyEntry> _entries;
    private volatile bool _isKeyed;

    public KeyRing(IOptionsMonitor<CallerOptions> options, ILogger<KeyRing> logger)
    {
        _logger = logger;
        var faults = new List<string>();
        var current = options.CurrentValue;
        _entries = KeyReader.Read(current, faults);
        _isKeyed = current.Keys.Count > 0;
        StartFaults = faults;
        _changes = options.OnChange(Changed);
    }

    /// <summary>What was wrong when the process started; it does not go on with any.</summary>
    public IReadOnlyList<string> StartFaults { get; }

    /// <summary>Whether a key is needed; if not, it is Development, and callers on this machine are accepted.</summary>
    public bool IsKeyed => _isKeyed;

    /// <summary>The entry of a key; null when it is unknown or revoked.</summary>
    public KeyEntry? Find(ReadOnlySpan<char> key)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[MaxKeyLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);

        return FindHash(hash);
    }

    /// <summary>The entry of a key by its hash; null when it is unknown or revoked.</summary>
    public KeyEntry? FindHash(ReadOnlySpan<byte> hash)
    {
        // Every entry is compared, in constant time each, so that the time tells neither which key was near nor where
        // in the list one stands.
        KeyEntry? found = null;
        foreach (var entry in _entries)
        {
            found = CryptographicOperations.FixedTimeEquals(entry.Hash, hash) ? entry : found;
        }

        return found is { IsRevoked: false } ? found : null;
    }

    /// <summary>Whether a caller that was let in as an operator would be let in still.</summary>
    public bool IsOperator(ClaimsPrincipal caller)
        => caller.FindFirst(CallerDefaults.HashClaim)?.Value is { } hash
            ? FindHash(Convert.FromHexString(hash))?.IsOperator == true
            : !IsKeyed;

    public void Dispose() => _changes?.Dispose();

    private void Changed(CallerOptions options)
    {
        var faults = new List<string>();
        var entries = KeyReader.Read(options, faults);
        _isKeyed |= options.Keys.Count > 0;
        _entries = entries;
        foreach (var fault in faults)
        {
            Log.KeyUnusable(_logger, fault);
        }

        Log.KeysInForce(_logger, entries.Count(static e => !e.IsRevoked));
    }
}
