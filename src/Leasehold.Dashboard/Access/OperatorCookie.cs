using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>Remembers in the browser, for half a day, which key an operator showed.</summary>
/// <remarks>
/// Thread-safe. Scripts cannot read it, other sites cannot have it sent; it holds the key's hash, sealed, and every
/// request asks whether that key is in force still.
/// </remarks>
internal sealed class OperatorCookie(IDataProtectionProvider protection, KeyDoor keys, TimeProvider time)
{
    private const string Name = "leasehold-operator";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly IDataProtector _seal = protection.CreateProtector(Name);

    public void Write(HttpContext context, ClaimsPrincipal caller)
    {
        var until = time.GetUtcNow() + Lifetime;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{KeyDoor.HashOf(caller)}|{until.ToUnixTimeSeconds()}");
        var options = Options(context);
        options.MaxAge = Lifetime;
        context.Response.Cookies.Append(Name, _seal.Protect(text), options);
    }

    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context));

    public ClaimsPrincipal? Read(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } sealedText)
        {
            return null;
        }

        try
        {
            return _seal.Unprotect(sealedText).Split('|') is [{ } hash, { } until]
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
                ? keys.FindHash(Convert.FromHexString(hash))
                : null;
        }
        catch (CryptographicException)
        {
            return null; // from before a restart, or another instance's
        }
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = context.Request.PathBase.HasValue ? context.Request.PathBase.Value : "/",
        IsEssential = true,
    };
}
