namespace Leasehold.Scenarios.Throughput;

/// <summary>Runs the two sides in turns: what the machine does meanwhile meets both.</summary>
internal static class Rounds
{
    /// <summary>Payments that do not count: the code has to reach its last tier on both sides.</summary>
    private const int WarmUpPayments = 6_000;

    public static async Task<RoundFigures> RunAsync(Side byHand, Side staged, int clients, int rounds, int payments)
    {
        await byHand.RunAsync("warm", WarmUpPayments, clients, counts: false);
        await staged.RunAsync("warm", WarmUpPayments, clients, counts: false);
        for (var round = 0; round < rounds; round++)
        {
            // The one that goes first changes: the disk may still be writing what the first left behind.
            var (first, second) = round % 2 == 0 ? (byHand, staged) : (staged, byHand);
            await first.RunAsync($"r{round}", payments, clients, counts: true);
            await second.RunAsync($"r{round}", payments, clients, counts: true);
        }

        return new RoundFigures(
            byHand.PerSecond, staged.PerSecond, byHand.CpuMsEach, staged.CpuMsEach, byHand.Failed + staged.Failed);
    }
}
