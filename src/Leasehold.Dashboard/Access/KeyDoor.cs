using System.Security.Claims;
using Leasehold.AspNetCore;

namespace Leasehold.Dashboard;

/// <summary>The application's API keys, as far as the dashboard asks about them.</summary>
internal sealed class KeyDoor(KeyRing? keys)
{
    /// <summary>Whether the application has the rule of API keys at all; without a key it lets this machine in.</summary>
    public bool Exists => keys is not null;

    /// <summary>Whether a key is needed.</summary>
    public bool IsKeyed => keys is { IsKeyed: true };

    /// <summary>Whoever shows this key; null when it is unknown or revoked.</summary>
    public ClaimsPrincipal? Find(ReadOnlySpan<char> key, string authentication)
        => Principal(keys?.Find(key), authentication);

    /// <summary>Whoever has the key of this hash, if it is in force still.</summary>
    public ClaimsPrincipal? FindHash(ReadOnlySpan<byte> hash, string authentication)
        => Principal(keys?.FindHash(hash), authentication);

    public static bool IsOperator(ClaimsPrincipal? caller) => caller?.IsInRole(CallerDefaults.OperatorRole) == true;

    private static ClaimsPrincipal? Principal(KeyEntry? entry, string authentication)
        => entry is null ? null : new ClaimsPrincipal(new ClaimsIdentity(entry.Claims, authentication));
}
