using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leasehold.Simulators.PaymentGateway.Faults;
using Leasehold.Simulators.PaymentGateway.Http;
using Leasehold.Simulators.PaymentGateway.Ledger;

namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>The routes of a test or a person that steers the simulator and reads its ledger.</summary>
internal sealed class ControlEndpoints(FaultDial faults, Traffic traffic, LedgerReader reader, LedgerWriter ledger)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/control/faults", LoopbackOnly.Require(GetFaultsAsync));
        app.MapPut("/control/faults", LoopbackOnly.Require(PutFaultsAsync));
        app.MapPost("/control/reset", LoopbackOnly.Require(ResetAsync));
        app.MapGet("/control/ledger", LoopbackOnly.Require(GetLedgerAsync));
        app.MapGet("/control/requests", LoopbackOnly.Require(GetRequestsAsync));
        app.MapGet("/control/stats", LoopbackOnly.Require(GetStatsAsync));
    }

    private Task GetFaultsAsync(HttpContext context) =>
        WriteAsync(context, faults.Current, ControlJson.Default.FaultSettings);

    /// <summary>Replaces all of them: what is left out is off.</summary>
    private async Task PutFaultsAsync(HttpContext context)
    {
        var settings = await JsonBody.ReadAsync(context, ControlJson.Default.FaultSettings);
        if (settings is null)
        {
            return;
        }

        var broken = FaultSettingsCheck.Broken(settings).Select(rule => $"{JsonPath(rule.Path)} {rule.Rule}").ToList();
        if (broken.Count > 0)
        {
            await ProblemAnswer.WriteAsync(
                context, Refusal.Unprocessable("bad_faults", string.Join("; ", broken) + "."));
            return;
        }

        faults.Set(settings);
        await WriteAsync(context, settings, ControlJson.Default.FaultSettings);
    }

    private async Task ResetAsync(HttpContext context)
    {
        if (!TryReadFlag(context, "ledger", out var andLedger) || !TryReadFlag(context, "stats", out var andStats))
        {
            await ProblemAnswer.WriteAsync(
                context, Refusal.BadRequest("bad_flag", "ledger and stats are true or false."));
            return;
        }

        faults.Clear();
        if (andStats)
        {
            traffic.Reset();
        }

        if (andLedger)
        {
            await ledger.AppendAsync(new ResetEntry());
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task GetLedgerAsync(HttpContext context) =>
        LedgerPage.TryRead(context, out var page, out var refusal)
            ? WriteAsync(context, reader.ReadLedger(page), ControlJson.Default.LedgerReport)
            : ProblemAnswer.WriteAsync(context, refusal);

    private Task GetRequestsAsync(HttpContext context) =>
        LedgerPage.TryRead(context, out var page, out var refusal)
            ? WriteAsync(context, reader.ReadRequests(page), ControlJson.Default.RequestsReport)
            : ProblemAnswer.WriteAsync(context, refusal);

    private Task GetStatsAsync(HttpContext context) =>
        WriteAsync(context, traffic.Read(), ControlJson.Default.StatsReport);

    private static Task WriteAsync<T>(HttpContext context, T report, JsonTypeInfo<T> type) =>
        Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.Json, JsonSerializer.SerializeToUtf8Bytes(report, type));

    private static bool TryReadFlag(HttpContext context, string name, out bool value)
    {
        value = false;
        string? text = context.Request.Query[name];
        return text is null || bool.TryParse(text, out value);
    }

    private static string JsonPath(string configurationPath) =>
        string.Join('.', configurationPath.Split(':').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
