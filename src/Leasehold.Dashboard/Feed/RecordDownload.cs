using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Dashboard;

/// <summary>A flight record as a JSON file.</summary>
internal static class RecordDownload
{
    public static string AddressOf(string database, FlightRecord record)
        => $"records/{Uri.EscapeDataString(database)}/{Uri.EscapeDataString(record.Id)}";

    public static string FileNameOf(FlightRecord record)
        => $"flight-{record.At.UtcDateTime:yyyyMMdd-HHmmss}.json";

    public static async Task AnswerAsync(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var record = context.RequestServices.GetRequiredService<FrameReader>().Databases
            .FirstOrDefault(d => string.Equals(d.Name, values["database"] as string, StringComparison.Ordinal))
            ?.Pools.FlightRecorder.Records
            .FirstOrDefault(r => string.Equals(r.Id, values["id"] as string, StringComparison.Ordinal));
        if (record is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{FileNameOf(record)}\"";
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(record.ToJson(), context.RequestAborted).ConfigureAwait(false);
    }
}
