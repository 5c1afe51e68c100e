using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Leasehold.Simulators.ImageProcessor.Faults;
using Leasehold.Simulators.ImageProcessor.Http;

namespace Leasehold.Simulators.ImageProcessor.Control;

/// <summary>The routes of a test or a person that steers the simulator.</summary>
internal sealed class ControlEndpoints(FaultDial faults, Traffic traffic)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/control/faults", LoopbackOnly.Require(GetFaultsAsync));
        app.MapPut("/control/faults", LoopbackOnly.Require(PutFaultsAsync));
        app.MapPost("/control/reset", LoopbackOnly.Require(Reset));
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

    private Task Reset(HttpContext context)
    {
        faults.Clear();
        traffic.Reset();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task GetStatsAsync(HttpContext context) =>
        WriteAsync(context, traffic.Read(), ControlJson.Default.StatsReport);

    private static Task WriteAsync<T>(HttpContext context, T report, JsonTypeInfo<T> type) =>
        Answer.WriteAsync(
            context, StatusCodes.Status200OK, Answer.Json, JsonSerializer.SerializeToUtf8Bytes(report, type));

    private static string JsonPath(string configurationPath) =>
        string.Join('.', configurationPath.Split(':').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));
}
