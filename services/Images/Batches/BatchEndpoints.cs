using Leasehold.Images.Fetching;
using Leasehold.Images.Http;
using Leasehold.Images.Images;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Mvc;

namespace Leasehold.Images.Batches;

/// <summary>POST /batch and GET /batch/{batch_id}.</summary>
internal static class BatchEndpoints
{
    private const string Route = "/api/v1/images/batch/";

    public static async Task<IResult> CreateAsync(
        HttpContext context,
        BatchRequest body,
        ConnectionPools pools,
        ServiceDatabase database,
        BatchRunner runner,
        AllowedHosts allowed,
        TimeProvider time)
    {
        BatchIntent intent = null!;
        var refusal = CallerKey.TryRead(context.Request, out var key)
            ?? BatchIntent.TryRead(context.GetTenant(), key, body, allowed, out intent!);
        if (refusal is not null)
        {
            return refusal.ToResult();
        }

        var batch = intent.ToRow(time);
        try
        {
            var found = await pools.InSessionAsync(
                async (session, token) =>
                {
                    using var db = database.On(session);
                    if (key is not null && await db.FindBatchByKeyAsync(intent.Tenant, key, token) is { } known)
                    {
                        return known;
                    }

                    await db.InsertBatchAsync(batch, intent.ToImages(batch, time), token);
                    return batch;
                },
                context.RequestAborted);
            runner.Wake();
            return await AcceptAsync(context, intent, found, pools, database);
        }
        catch (Exception problem) when (
            key is not null && pools.Classify(problem) == DatabaseErrorKind.UniqueViolation)
        {
            // The key was used by another request at the same moment; that one is on record now.
            var known = await pools.InReadSessionAsync(
                async (session, token) =>
                {
                    using var db = database.On(session);
                    return await db.FindBatchByKeyAsync(intent.Tenant, key, token);
                },
                context.RequestAborted);
            return await AcceptAsync(context, intent, known!, pools, database);
        }
    }

    public static async Task<IResult> ReadAsync(
        HttpContext context,
        [FromRoute(Name = "batch_id")] string batchId,
        ConnectionPools pools,
        ServiceDatabase database)
    {
        if (!TaskIds.TryRead(batchId, out var id))
        {
            return Refusals.BatchNotFound.ToResult();
        }

        var tenant = context.GetTenant();
        var answer = await pools.InReadSessionAsync(
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.FindBatchAsync(tenant, id, token) is { } batch
                    ? await db.ProgressAsync(batch, token)
                    : null;
            },
            context.RequestAborted);
        return answer is null
            ? Refusals.BatchNotFound.ToResult()
            : TypedResults.Json(answer, ServiceJson.Default.BatchAnswer);
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext context, BatchIntent intent, BatchRow batch, ConnectionPools pools, ServiceDatabase database)
    {
        if (batch.Fingerprint is not null
            && !string.Equals(batch.Fingerprint, intent.Fingerprint, StringComparison.Ordinal))
        {
            return Refusals.KeyReused.ToResult();
        }

        var answer = await pools.InReadSessionAsync(
            async (session, token) =>
            {
                using var db = database.On(session);
                return await db.ProgressAsync(batch, token);
            },
            context.RequestAborted);
        context.Response.Headers.Location = $"{context.Request.PathBase}{Route}{batch.Id}";
        return TypedResults.Json(answer, ServiceJson.Default.BatchAnswer, statusCode: StatusCodes.Status202Accepted);
    }
}
