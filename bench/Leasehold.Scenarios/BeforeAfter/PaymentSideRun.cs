using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>One side: warmed up, then all payments at once.</summary>
internal static class PaymentSideRun
{
    /// <summary>
    /// Slow enough to be carried, fast enough that as many calls are open at the gateway as in the burst.
    /// </summary>
    private const double WarmUpPerSecond = 600;

    public static async Task<PaymentSideFigures> RunAsync(
        EndpointStyle style,
        DatabaseHome home,
        Gateway gateway,
        ApiPool pool,
        TimeSpan latency,
        int payments,
        ScenarioReport report)
    {
        report.Say(style == EndpointStyle.Held ? "held across the call …" : "three stages …");
        await using var service = await ServedEndpoint.StartAsync(style, home, gateway, pool, measuresHolds: true);
        using var client = new PaymentClient(service.Address);
        await WarmUpAsync(service, gateway, client, pool, latency, payments);
        var orders = await service.Database.AddOrdersAsync("burst", payments);
        await gateway.ResetAsync();
        await gateway.SetLatencyAsync(latency);
        await service.TakeHoldsAsync();
        var load = await PaymentLoad.BurstAsync(client, orders);
        var holds = await service.TakeHoldsAsync();
        var peak = await gateway.ReadPeakInFlightAsync();
        var audit = await OutcomeAudit.TakeAsync(gateway, service.Database);
        return new PaymentSideFigures(load.ToFigures(), holds, peak, audit with { Unfounded = 0 });
    }

    private static async Task WarmUpAsync(
        ServedEndpoint service, Gateway gateway, PaymentClient client, ApiPool pool, TimeSpan latency, int payments)
    {
        // The code, at full speed; both sides take this the same way.
        await gateway.SetLatencyAsync(TimeSpan.Zero);
        var first = await service.Database.AddOrdersAsync("warm", payments);
        await PaymentLoad.ClientsAsync(client, first, pool.Size);

        // The generator's connections, and the gateway's where the service gets that far.
        await client.OpenConnectionsAsync(payments);
        if (service.Style == EndpointStyle.Staged)
        {
            await gateway.SetLatencyAsync(latency);
            var more = await service.Database.AddOrdersAsync("open", payments);
            await PaymentLoad.RateAsync(client, more, Math.Max(WarmUpPerSecond, payments / latency.TotalSeconds));
        }
    }
}
