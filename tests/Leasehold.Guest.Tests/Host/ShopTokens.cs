using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Leasehold.Guest.Tests.Host;

/// <summary>The shop's bearer tokens, and who bears them.</summary>
internal static class ShopTokens
{
    public const string Issuer = "https://shop.example";
    public const string OpsRole = "ops";
    public const string Operator = "olga";

    public static SymmetricSecurityKey Key { get; } = new(
        Encoding.UTF8.GetBytes("only-for-this-test-only-for-this-test"));

    public static string For(string user, SecurityKey? key = null, bool isExpired = false)
        => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            Subject = Identity(user, "jwt"),
            NotBefore = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Expires = new DateTime(isExpired ? 2021 : 2200, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            SigningCredentials = new SigningCredentials(key ?? Key, SecurityAlgorithms.HmacSha256),
        });

    public static ClaimsIdentity Identity(string user, string scheme) => new(
        string.Equals(user, Operator, StringComparison.Ordinal)
            ? [new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.Role, OpsRole)]
            : [new Claim(ClaimTypes.Name, user)],
        scheme);
}
