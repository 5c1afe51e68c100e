namespace Leasehold.Scenarios.Throughput;

/// <summary>Runs the two sides in turns: what the machine does meanwhile meets both.</summary>
internal static class Rounds
{
    /// <summary>Payments that do not count: the code has to reach its last tier on both sides.</summary>
    private const int WarmUpPayments = 2_000;

    /// <summary>
    /// Code is compiled anew in the background, step by step, and only when nothing new was met for a moment: a
    /// machine kept busy without a pause runs the first, slow version of it for minutes.
    /// </summary>
    private const int WarmUps = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<RoundFigures> RunAsync(Side byHand, Side staged, int clients, int rounds, int payments)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            await byHand.RunAsync($"warm{warmUp}", WarmUpPayments, clients, counts: false);
            await staged.RunAsync($"warm{warmUp}", WarmUpPayments, clients, counts: false);
            await Task.Delay(Pause);
        }

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
