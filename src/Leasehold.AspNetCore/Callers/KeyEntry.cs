using System.Security.Claims;

namespace Leasehold.AspNetCore;

/// <summary>A usable key: its hash in bytes and the claims of whoever shows it.</summary>
internal sealed record KeyEntry(byte[] Hash, IReadOnlyList<Claim> Claims, bool IsRevoked)
{
    public static KeyEntry Of(CallerKey key, byte[] hash)
        => new(hash, ClaimsOf(key.Name, key.Tenant, key.Roles), key.Disabled);

    public static IReadOnlyList<Claim> ClaimsOf(string name, string tenant, IEnumerable<string> roles) =>
    [
        new Claim(ClaimTypes.Name, name),
        new Claim(CallerDefaults.TenantClaim, tenant),
        .. roles.Select(static role => new Claim(ClaimTypes.Role, role)),
    ];
}
