using System.Text.Json;
using Leasehold.Scenarios.Serving.Holds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Scenarios.Serving;

/// <summary>Routes that only a scenario has: what was held so far, and one that parks a request.</summary>
internal static class ScenarioRoutes
{
    public const string Holds = "/scenario/holds";
    public const string Park = "/scenario/park";

    private static readonly TimeSpan ParkTime = TimeSpan.FromMilliseconds(1_500);

    public static void MapScenarioRoutes(this WebApplication app, HoldRecorder? holds)
    {
        // Requests that are parked at the same time each need a connection of their own: so connections are opened
        // before what is measured, and not by it.
        app.MapMethods(Park, [HttpMethods.Get], (RequestDelegate)(static context
            => Task.Delay(ParkTime, context.RequestAborted))).AllowAnonymous();
        if (holds is not null)
        {
            app.MapMethods(Holds, [HttpMethods.Post], (RequestDelegate)(context
                // Not the service's own JSON options: they are part of what is measured, and may change.
                => context.Response.WriteAsJsonAsync(
                    holds.TakeAndReset(), JsonSerializerOptions.Web, context.RequestAborted))).AllowAnonymous();
        }
    }
}
