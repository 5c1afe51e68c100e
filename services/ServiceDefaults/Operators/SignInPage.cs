using System.Security.Claims;
using Leasehold.Dashboard;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Languages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Operators;

/// <summary>Where an operator shows the API key to a browser, which cannot send it as a header.</summary>
/// <remarks>A browser names the origin with every POST: a form of another page is told from this one by it.</remarks>
internal sealed class SignInPage(KeyRing keys, ILogger<SignInPage> logger)
{
    private const string KeyField = "key";

    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly Phrase OtherForm = new(
        "Please use the form on this page.", "이 페이지의 폼을 사용해 주세요.");

    private static readonly Phrase NoOperator = new(
        "This key is valid, but lacks the role operator.", "유효한 키이지만 operator 역할이 없습니다.");

    private static readonly Phrase Unknown = new(
        "This key is unknown or revoked.", "알 수 없거나 폐기된 키입니다.");

    private static readonly Phrase Title = new("Leasehold: sign in", "Leasehold: 로그인");

    private static readonly Phrase Purpose = new(
        "An API key with the role <code>operator</code> opens the dashboard.",
        "<code>operator</code> 역할의 API 키로 대시보드를 엽니다.");

    private static readonly Phrase KeyLabel = new("API key", "API 키");
    private static readonly Phrase Button = new("Sign in", "로그인");

    private static readonly Phrase Cookie = new(
        "The browser keeps a sealed cookie for twelve hours, never the key.",
        "브라우저에는 암호화된 쿠키만 12시간 동안 저장되며 키는 저장되지 않습니다.");

    public Task ShowAsync(HttpContext context) => ShowAsync(context, null);

    public async Task SignInAsync(HttpContext context)
    {
        if (!IsOurForm(context.Request))
        {
            await ShowAsync(context, OtherForm);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (keys.Find(form[KeyField].ToString().Trim()) is not { IsOperator: true } key)
        {
            var isKnown = keys.Find(form[KeyField].ToString().Trim()) is not null;
            Log.SignInRefused(logger, isKnown ? "the key lacks the role operator" : "unknown or revoked key");
            await ShowAsync(context, isKnown ? NoOperator : Unknown);
            return;
        }

        var caller = new ClaimsPrincipal(new ClaimsIdentity(key.Claims, CallerDefaults.CookieScheme));
        Log.SignedIn(logger, caller.Identity!.Name!);
        await context.SignInAsync(
            CallerDefaults.CookieScheme, caller, new AuthenticationProperties { IsPersistent = true });
        SeeOther(context, OperatorPages.Dashboard + "/");
    }

    public static async Task SignOutAsync(HttpContext context)
    {
        if (IsOurForm(context.Request))
        {
            await context.SignOutAsync(CallerDefaults.CookieScheme);
        }

        SeeOther(context, OperatorPages.SignIn);
    }

    private static bool IsOurForm(HttpRequest request)
        => request.HasFormContentType && request.Headers.Origin.Count == 1 && SameOrigin.Allows(request);

    private static void SeeOther(HttpContext context, string path)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + path;
    }

    private async Task ShowAsync(HttpContext context, Phrase? fault)
    {
        if (!keys.IsKeyed)
        {
            SeeOther(context, OperatorPages.Dashboard + "/"); // nothing to sign in to
            return;
        }

        var language = context.GetLanguage();
        var alert = fault is { } what
            ? $"<p role=\"alert\"><strong>{what.In(language)}</strong></p>" : "";
        var response = context.Response;
        response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "same-origin"; // with "no-referrer" browsers hide a form's origin
        await response.WriteAsync(
            $$"""
            <!DOCTYPE html>
            <html lang="{{(language == Language.Korean ? "ko" : "en")}}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{{Title.In(language)}}</title>
              <style>
                body { display: grid; place-items: center; min-height: 100vh; margin: 0; font-family: system-ui; }
                form { width: min(24rem, calc(100vw - 4rem)); padding: 1.5rem; border: 1px solid; border-radius: 10px; }
                h1 { margin: 0 0 .4rem; font-size: 1.3rem; }
                label { display: block; margin: .8rem 0 .3rem; font-weight: 600; }
                input { box-sizing: border-box; width: 100%; padding: .55rem; font: inherit; }
                button { margin-top: .9rem; padding: .55rem 1.2rem; font: inherit; font-weight: 600; }
              </style>
            </head>
            <body>
              <form method="post" autocomplete="off">
                <h1>Leasehold</h1>
                <p>{{Purpose.In(language)}}</p>
                {{alert}}
                <label for="key">{{KeyLabel.In(language)}}</label>
                <input id="key" name="{{KeyField}}" type="password" required autofocus spellcheck="false">
                <button type="submit">{{Button.In(language)}}</button>
                <p><small>{{Cookie.In(language)}}</small></p>
              </form>
            </body>
            </html>
            """,
            context.RequestAborted);
    }
}
