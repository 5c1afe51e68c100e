using System.Security.Claims;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>A usable key: its hash in bytes and the claims of whoever shows it.</summary>
internal sealed record KeyEntry(byte[] Hash, IReadOnlyList<Claim> Claims, bool IsRevoked)
{
    public bool IsOperator => Claims.Any(static claim => claim is
        { Type: ClaimTypes.Role, Value: CallerDefaults.OperatorRole });

    public static KeyEntry Of(ApiKeyOptions key, byte[] hash)
        => new(
            hash,
            [
                .. ClaimsOf(key.Name, key.Tenant, key.Roles),
                new Claim(CallerDefaults.HashClaim, Convert.ToHexStringLower(hash)),
            ],
            key.Disabled);

    public static IReadOnlyList<Claim> ClaimsOf(string name, string tenant, IEnumerable<string> roles) =>
    [
        new Claim(ClaimTypes.Name, name),
        new Claim(CallerDefaults.TenantClaim, tenant),
        .. roles.Select(static role => new Claim(ClaimTypes.Role, role)),
    ];
}
