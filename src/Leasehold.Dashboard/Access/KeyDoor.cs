using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Leasehold.AspNetCore;

namespace Leasehold.Dashboard;

/// <summary>The application's API keys, as far as the dashboard asks about them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KeyDoor(KeyRing? keys)
{
    private const string Authentication = "Leasehold.Dashboard";
    private const string HashClaim = "leasehold_key";

    /// <summary>No key is longer; hashing what is would be the caller's to make expensive.</summary>
    private const int MaxKeyLength = 512;

    private static readonly IReadOnlyList<Claim> LocalCaller = KeyEntry.ClaimsOf(
        CallerDefaults.LocalTenant, CallerDefaults.LocalTenant, [CallerDefaults.OperatorRole]);

    /// <summary>Whether the application has the rule of API keys at all; without a key it lets this machine in.</summary>
    public bool Exists => keys is not null;

    /// <summary>Whether a key is needed.</summary>
    public bool IsKeyed => keys is { IsKeyed: true };

    /// <summary>Who calls from this machine where no key is needed.</summary>
    public static ClaimsPrincipal Local => new(new ClaimsIdentity(LocalCaller, Authentication));

    public static bool IsOperator(ClaimsPrincipal? caller) => caller?.IsInRole(CallerDefaults.OperatorRole) == true;

    public static string NameOf(ClaimsPrincipal caller) => caller.Identity?.Name ?? "somebody";

    /// <summary>What the cookie remembers of a caller: the hash, so that a stolen cookie does not give the key away.</summary>
    public static string? HashOf(ClaimsPrincipal caller) => caller.FindFirst(HashClaim)?.Value;

    /// <summary>Whoever shows this key; null when it is unknown or revoked.</summary>
    public ClaimsPrincipal? Find(string key)
        => key.Length is 0 or > MaxKeyLength ? null : FindHash(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whoever has the key of this hash, if it is in force still.</summary>
    public ClaimsPrincipal? FindHash(byte[] hash)
        => keys?.FindHash(hash) is { } entry
            ? new ClaimsPrincipal(new ClaimsIdentity(
                [.. entry.Claims, new Claim(HashClaim, Convert.ToHexStringLower(hash))], Authentication))
            : null;

    /// <summary>Whether a caller that was let in would be let in now: a key may have been revoked since.</summary>
    public bool IsStillIn(ClaimsPrincipal caller)
    {
        if (caller.Identity?.AuthenticationType != Authentication)
        {
            return true; // the application's own authorization let it in
        }

        return HashOf(caller) is { } hash ? IsOperator(FindHash(Convert.FromHexString(hash))) : !IsKeyed;
    }
}
