using System.Diagnostics;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Purchases;
using Leasehold.CrashLab.Tests.Runs;

namespace Leasehold.CrashLab.Tests.Stages;

/// <summary>While the gateway takes its time, the database has nothing to do with it.</summary>
public abstract class HeldConnectionSpecification
{
    private const int Payments = 20;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);

    private protected abstract string Name { get; }

    [Fact]
    public async Task StageTwo_TheGatewayIsSlow_NoConnectionIsHeld()
    {
        await using var bench = await Bench.OpenAsync(await LabDatabase.OpenAsync(Name));
        await bench.Gateway.SetFaultsAsync("""{"charges":{"latency_ms":4000}}""");

        // No worker, and heartbeats further apart than this lasts: then whoever has a connection has it for a payment.
        await using var service = await bench.StartAsync(
            null,
            "--Leasehold:Durable:Claim=00:01:00",
            "--Leasehold:Durable:RunsWorker=false",
            "--Leasehold:Durable:Operations:payment.charge:CallTimeout=00:00:30",
            "--Payments:Gateway:Timeout=00:00:20",
            "--Payments:Gateway:NotFoundGrace=00:00:20",
            "--Payments:AnswerWithin=00:00:20");
        using var client = new PaymentClient(service.Address, TimeSpan.FromSeconds(30));
        var crowd = Crowd.Of(Payments, "held-");
        await crowd.OrderAsync(client);

        var paying = crowd.DriveAsync(client);
        await Pause.UntilAsync(
            async () => await bench.Gateway.ChargesInFlightAsync() == Payments,
            "all charges are at the gateway",
            TimeSpan.FromSeconds(20));
        var looks = 0;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Watched; looks++)
        {
            Assert.Equal(0, await bench.Database.BusySessionsAsync());
            Assert.Equal(0, await service.LeasedNowAsync());
            await Pause.BetweenLooksAsync();
        }

        Assert.Equal(Payments, await bench.Gateway.ChargesInFlightAsync());
        Assert.True(looks > 3, $"Looked {looks} times.");
        await paying;
        Assert.True(crowd.IsDone);
    }
}
