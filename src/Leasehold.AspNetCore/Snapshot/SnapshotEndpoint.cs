using System.Globalization;
using Leasehold.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore;

/// <summary>Answers with every pool and who holds what; <c>?holders=n</c> bounds their number.</summary>
internal static class SnapshotEndpoint
{
    private const int DefaultHolders = 20;
    private const int MaxHolders = 1000;

    public static Task AnswerAsync(HttpContext context)
    {
        if (!TryReadHolders(context.Request.Query["holders"], out var holders))
        {
            return ProblemAnswer.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"holders must be 0 to {MaxHolders}.");
        }

        var services = context.RequestServices;
        var snapshot = SnapshotDocument.Take(
            services.GetRequiredService<RegisteredDatabases>(), holders, services.GetRequiredService<TimeProvider>());
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            snapshot, SnapshotJson.Default.SnapshotDocument, "application/json", context.RequestAborted);
    }

    private static bool TryReadHolders(string? text, out int holders)
    {
        if (text is null)
        {
            holders = DefaultHolders;
            return true;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out holders)
            && holders <= MaxHolders;
    }
}
