using System.Text.Encodings.Web;
using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Tells who calls: by API key, or, in Development without keys, by being on this machine.</summary>
internal sealed class CallerAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KeyRing keys,
    CallerFinder callers)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
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
        Response.Headers.WWWAuthenticate = wasShown
            ? $"{CallerFinder.Bearer} error=\"invalid_token\""
            : CallerFinder.Bearer;
        return ProblemResponse.WriteAsync(Context, new Problem(StatusCodes.Status401Unauthorized, wasShown
            ? "The API key is unknown or revoked."
            : "An API key is needed: Authorization: Bearer <key>."));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
        => ProblemResponse.WriteAsync(Context, new Problem(
            StatusCodes.Status403Forbidden, "The API key is valid, but lacks the role this address asks for."));

    private AuthenticateResult Authenticate()
        => callers.Find(Context) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme.Name))
            : Request.Headers.Authorization is [_] && keys.IsKeyed
                ? AuthenticateResult.Fail("The API key is unknown or revoked.")
                : AuthenticateResult.NoResult();
}
