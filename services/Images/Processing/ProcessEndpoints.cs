using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.Images.Processing;

/// <summary>POST /process-sync and POST /process-async.</summary>
internal static class ProcessEndpoints
{
    public static async Task<IResult> RunAsync(
        HttpContext context, ProcessRequest body, ProcessImage process, AllowedHosts allowed)
        => Read(context, body, allowed, out var intent) is { } refusal
            ? refusal.ToResult()
            : ImageReply.To(context, await process.RunAsync(intent, context.RequestAborted));

    public static async Task<IResult> EnqueueAsync(
        HttpContext context, ProcessRequest body, ProcessImage process, AllowedHosts allowed, TimeProvider time)
        => Read(context, body, allowed, out var intent) is { } refusal
            ? refusal.ToResult()
            : ImageReply.Accept(
                context, await process.EnqueueAsync(intent, time.NewOperation(), context.RequestAborted));

    private static Refusal? Read(
        HttpContext context, ProcessRequest body, AllowedHosts allowed, out ImageIntent intent)
    {
        intent = null!;
        return CallerKey.TryRead(context.Request, out var key)
            ?? ImageIntent.TryRead(context.GetTenant(), key, body, allowed, out intent!);
    }
}
