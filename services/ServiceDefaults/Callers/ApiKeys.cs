using System.Security.Cryptography;
using System.Text;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Makes API keys and the hashes by which they are configured.</summary>
/// <remarks>
/// Plain SHA-256 is right here, a slow password hash is not: a key is 256 random bits, which no one can guess however
/// fast the hash, and a slow one would cost every request. Do not configure keys that people thought up.
/// </remarks>
public static class ApiKeys
{
    /// <summary>Starts every key, so that scanners for leaked secrets can tell one.</summary>
    public const string Prefix = "lh_";

    private const int RandomBytes = 32;

    /// <summary>Makes a key of 256 random bits, and its hash.</summary>
    public static NewApiKey Create()
    {
        var random = RandomNumberGenerator.GetBytes(RandomBytes);
        var key = Prefix + Convert.ToBase64String(random).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return new NewApiKey(key, Hash(key));
    }

    /// <summary>The hash of a key, as <c>Leasehold:Keys:{n}:Hash</c> takes it.</summary>
    /// <param name="key">The key.</param>
    public static string Hash(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
