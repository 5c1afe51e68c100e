using System.Security.Cryptography;
using System.Text;

namespace Leasehold.ServiceDefaults.Idempotency;

/// <summary>What a key was used for, so that the same key with another payload is told apart.</summary>
/// <remarks>Over the meaning, not the bytes: white space and the order of members make no difference.</remarks>
public static class Fingerprint
{
    /// <summary>The fingerprint of a payload, 64 hexadecimal digits.</summary>
    /// <param name="fields">What the payload means, in a fixed order.</param>
    public static string Of(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var canonical = new StringBuilder();
        foreach (var field in fields)
        {
            // The length before each field: otherwise ("ab", "c") and ("a", "bc") would be the same.
            canonical.Append(field.Length).Append(':').Append(field);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}
