using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Throughput;

/// <summary>A burst of payments against a slow gateway: how much longer than one call it takes in all.</summary>
internal static class BurstRun
{
    private const int Payments = 1_000;
    private const int Bursts = 3;
    private const double MaxTimesLatency = 2.5;
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(
        Gateway gateway, ServedEndpoint staged, PaymentClient client, ScenarioReport report)
    {
        report.Say($"mariadb: {Bursts} bursts of {Payments:N0} payments, gateway {Latency.TotalSeconds} s …");
        await gateway.SetLatencyAsync(Latency);
        await client.OpenConnectionsAsync(Payments);
        var warm = await staged.Database.AddOrdersAsync("open", Payments);
        await PaymentLoad.RateAsync(client, warm, Payments / Latency.TotalSeconds);
        var seconds = new List<double>();
        var completed = 0;
        for (var burst = 0; burst < Bursts; burst++)
        {
            var orders = await staged.Database.AddOrdersAsync($"b{burst}", Payments);
            var result = await PaymentLoad.BurstAsync(client, orders);
            seconds.Add(result.Elapsed.TotalSeconds);
            completed += result[Answer.Completed];
        }

        seconds.Sort();
        var median = seconds[Bursts / 2];
        var each = string.Join(", ", seconds.Select(static s => $"{s:0.00}"));
        report.Keep("burst_seconds", seconds);
        report.Judge(
            $"mariadb: a burst of {Payments:N0} completes within {MaxTimesLatency}× the gateway's latency",
            $"{median:0.00} s (of {each}), {completed:N0} completed",
            median <= MaxTimesLatency * Latency.TotalSeconds && completed == Bursts * Payments);
    }
}
