using Leasehold.Providers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore;

/// <summary>Flight records over HTTP: <c>?database=</c> chooses where one is made, <c>?reason=</c> says why.</summary>
internal sealed class FlightRecordEndpoints(string route)
{
    private const int MaxReason = 200;
    private const string DefaultReason = "by request";

    public static Task ListAsync(HttpContext context)
    {
        NotStored(context);
        return context.Response.WriteAsJsonAsync(
            new FlightRecordList([.. Databases(context).SelectMany(FlightRecordSummary.Of)
                .OrderByDescending(static record => record.At)]),
            FlightRecordListJson.Default.FlightRecordList,
            "application/json",
            context.RequestAborted);
    }

    public static Task ReadAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string;
        var record = Databases(context)
            .SelectMany(static database => database.Pools.FlightRecorder.Records)
            .FirstOrDefault(record => string.Equals(record.Id, id, StringComparison.Ordinal));
        return record is null
            ? ProblemAnswer.WriteAsync(
                context, StatusCodes.Status404NotFound, "There is no such flight record, or no more.")
            : WriteAsync(context, record);
    }

    public Task MakeAsync(HttpContext context)
    {
        var reason = context.Request.Query["reason"].ToString();
        if (reason.Length > MaxReason)
        {
            return ProblemAnswer.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"reason has at most {MaxReason} characters.");
        }

        var name = context.Request.Query["database"].ToString();
        var database = Databases(context)
            .FirstOrDefault(d => name.Length == 0 || string.Equals(d.Name, name, StringComparison.Ordinal));
        if (database is null)
        {
            return ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such database.");
        }

        var record = database.Pools.FlightRecorder.Record(reason.Length == 0 ? DefaultReason : reason);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"{context.Request.PathBase}{route}/{record.Id}";
        return WriteAsync(context, record);
    }

    private static IReadOnlyList<RegisteredDatabase> Databases(HttpContext context)
        => context.RequestServices.GetRequiredService<RegisteredDatabases>().All;

    private static Task WriteAsync(HttpContext context, FlightRecord record)
    {
        NotStored(context);
        context.Response.ContentType = "application/json; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync(record.ToJson(), context.RequestAborted);
    }

    private static void NotStored(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
