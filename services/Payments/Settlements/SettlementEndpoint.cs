using System.Globalization;
using Leasehold.Payments.Http;
using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.Payments.Settlements;

/// <summary>GET /settlements/{date}: what a day brought in and gave back, streamed.</summary>
internal static class SettlementEndpoint
{
    private static readonly Refusal BadDate = new(
        400, "bad_date", new("The date must be written yyyy-MM-dd.", "날짜는 yyyy-MM-dd 형식이어야 합니다."));

    private static readonly Refusal NotAcceptable = new(
        406,
        "not_acceptable",
        new($"A settlement comes as {SettlementFormats.JsonLines} or {SettlementFormats.Csv}.",
            $"정산 내역은 {SettlementFormats.JsonLines} 또는 {SettlementFormats.Csv} 형식으로 제공됩니다."));

    public static async Task HandleAsync(HttpContext context, string date, SettlementPages pages)
    {
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            await BadDate.ToResult(context).ExecuteAsync(context);
            return;
        }

        if (SettlementFormats.Of(context.Request) is not { } format)
        {
            await NotAcceptable.ToResult(context).ExecuteAsync(context);
            return;
        }

        await StreamAsync(context, pages.ReadAsync(context.GetTenant(), day, context.RequestAborted), day, format);
    }

    private static async Task StreamAsync(
        HttpContext context, IAsyncEnumerable<SettlementPage> pages, DateOnly day, SettlementFormat format)
    {
        await using var page = pages.GetAsyncEnumerator(context.RequestAborted);

        // The first page is read before the first byte: where the database is away, the answer is a problem still.
        // Past that, what goes wrong ends the connection, so that half a settlement never looks like a whole one.
        var hasPage = await page.MoveNextAsync();
        SetHeaders(context.Response, day, format);
        var writer = new SettlementWriter(context.Response.BodyWriter, format);
        writer.WriteHeader();
        for (; hasPage; hasPage = await page.MoveNextAsync())
        {
            writer.Write(page.Current);

            // Waits for a slow reader, holding one page and no connection.
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static void SetHeaders(HttpResponse response, DateOnly day, SettlementFormat format)
    {
        var (type, extension) = format == SettlementFormat.Csv
            ? ($"{SettlementFormats.Csv}; charset=utf-8; header=present", "csv")
            : (SettlementFormats.JsonLines, "ndjson");
        response.ContentType = type;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture, $"attachment; filename=\"settlement-{day:yyyy-MM-dd}.{extension}\"");
    }
}
