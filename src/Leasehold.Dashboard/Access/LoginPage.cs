using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.Dashboard;

/// <summary>Where an operator shows the API key to a browser, which cannot send it as a header.</summary>
internal sealed class LoginPage(KeyDoor keys, OperatorCookie cookie, ILogger<LoginPage> logger)
{
    private const string KeyField = "key";

    public Task ShowAsync(HttpContext context) => ShowAsync(context, null);

    public async Task SignInAsync(HttpContext context)
    {
        if (!await IsOurFormAsync(context).ConfigureAwait(false))
        {
            await ShowAsync(context, "The form was too old. Please try again.").ConfigureAwait(false);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var caller = keys.Find(form[KeyField].ToString().Trim());
        if (!KeyDoor.IsOperator(caller))
        {
            Log.SignInRefused(logger, caller is null ? "unknown or revoked key" : "the key lacks the role operator");
            await ShowAsync(context, caller is null
                ? "This key is unknown or revoked."
                : "This key is valid, but lacks the role operator.").ConfigureAwait(false);
            return;
        }

        Log.SignedIn(logger, KeyDoor.NameOf(caller!));
        cookie.Write(context, caller!);
        Answers.SeeOther(context, "/");
    }

    public static async Task SignOutAsync(HttpContext context)
    {
        if (await IsOurFormAsync(context).ConfigureAwait(false))
        {
            OperatorCookie.Remove(context);
        }

        Answers.SeeOther(context, "/login");
    }

    private static async Task<bool> IsOurFormAsync(HttpContext context)
    {
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        return context.Request.HasFormContentType
            && await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false);
    }

    private async Task ShowAsync(HttpContext context, string? fault)
    {
        if (!keys.IsKeyed)
        {
            Answers.SeeOther(context, "/"); // nothing to sign in to
            return;
        }

        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/html; charset=utf-8";
        var text = HtmlEncoder.Default;
        var html =
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Leasehold: sign in</title>
              <link rel="icon" href="{EmbeddedAssets.AddressOf("icon.svg")}">
              <link rel="stylesheet" href="{EmbeddedAssets.AddressOf("dashboard.css")}">
            </head>
            <body class="lh-login">
              <form method="post" action="login" autocomplete="off">
                <h1>Leasehold</h1>
                <p>An API key with the role <code>operator</code> opens the dashboard.</p>
                {(fault is null ? "" : $"<p class=\"lh-fault\" role=\"alert\">{text.Encode(fault)}</p>")}
                <label for="key">API key</label>
                <input id="key" name="{KeyField}" type="password" required autofocus spellcheck="false">
                <input type="hidden" name="{text.Encode(tokens.FormFieldName)}"
                  value="{text.Encode(tokens.RequestToken!)}">
                <button type="submit">Sign in</button>
                <p class="lh-small">The browser keeps a sealed cookie for twelve hours, never the key.</p>
              </form>
            </body>
            </html>
            """;
        await context.Response.WriteAsync(html, context.RequestAborted).ConfigureAwait(false);
    }
}
