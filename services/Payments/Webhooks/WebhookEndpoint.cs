using Leasehold.Payments.Http;

namespace Leasehold.Payments.Webhooks;

/// <summary>POST /payments/webhook: signed instead of keyed, and only a hint.</summary>
internal static class WebhookEndpoint
{
    /// <summary>Handling outlives a sender that hangs up, but not for ever: what is left is tried later.</summary>
    private static readonly TimeSpan HandlingBound = TimeSpan.FromSeconds(60);

    private static readonly Refusal NotGenuine = new(
        401,
        "bad_signature",
        new("The webhook is not signed with the shared secret, or is stale.", "웹훅 서명이 올바르지 않거나 만료되었습니다."));

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        WebhookSignature signature,
        WebhookInbox inbox,
        WebhookHandling handling,
        TimeProvider time)
    {
        // The raw bytes are what is signed; the service's limit on bodies bounds them.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (signature.TryRead(context.Request.Headers, bytes.Span) is not { } id)
        {
            return NotGenuine.ToResult(context);
        }

        var webhook = await inbox.ReceiveAsync(id, WebhookHint.Read(bytes), context.RequestAborted);
        if (webhook.HandledUs is null)
        {
            using var bound = new CancellationTokenSource(HandlingBound, time);
            await handling.RunAsync(webhook, bound.Token);
        }

        return TypedResults.Ok();
    }
}
