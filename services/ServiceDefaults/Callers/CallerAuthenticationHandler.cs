using System.Security.Claims;
using System.Text.Encodings.Web;
using Leasehold.AspNetCore;
using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Tells who calls: by API key, or, in Development without keys, by being on this machine.</summary>
internal sealed class CallerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer";

    private static readonly IReadOnlyList<Claim> LocalCaller = KeyEntry.ClaimsOf(
        CallerDefaults.LocalTenant, CallerDefaults.LocalTenant, [CallerDefaults.OperatorRole]);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!keys.IsKeyed)
        {
            return ProblemResponse.WriteAsync(
                Context, new Problem(StatusCodes.Status403Forbidden, CallerStartup.Refusal));
        }

        // Source: RFC 6750, section 3: no error code where no credentials were shown. Unknown and revoked keys are
        // told apart by nobody but us.
        var wasShown = Request.Headers.Authorization.Count > 0;
        Response.Headers.WWWAuthenticate = wasShown ? $"{Bearer} error=\"invalid_token\"" : Bearer;
        return ProblemResponse.WriteAsync(Context, new Problem(StatusCodes.Status401Unauthorized, wasShown
            ? "The API key is unknown or revoked."
            : "An API key is needed: Authorization: Bearer <key>."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
        => ProblemResponse.WriteAsync(Context, new Problem(
            StatusCodes.Status403Forbidden, "The API key is valid, but lacks the role this address asks for."));

    private AuthenticateResult Authenticate()
    {
        if (!keys.IsKeyed)
        {
            return LocalCalls.Allows(Context) ? Success(LocalCaller) : AuthenticateResult.NoResult();
        }

        if (Request.Headers.Authorization is not [{ } header])
        {
            return AuthenticateResult.NoResult();
        }

        var isBearer = header.StartsWith(Bearer + " ", StringComparison.OrdinalIgnoreCase);
        return isBearer && keys.Find(header.AsSpan(Bearer.Length).Trim()) is { } entry
            ? Success(entry.Claims)
            : AuthenticateResult.Fail("The API key is unknown or revoked.");
    }

    private AuthenticateResult Success(IEnumerable<Claim> claims)
        => AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));
}
