namespace Leasehold.Scenarios.Throughput;

/// <summary>Runs the two sides in turns: what the machine does meanwhile meets both.</summary>
internal static class Rounds
{
    /// <summary>
    /// Code is compiled anew in the background, step by step, and only when nothing new was met for a moment: a
    /// machine kept busy without a pause runs the first, slow version of it for minutes.
    /// </summary>
    private const int WarmUps = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<RoundFigures> RunAsync(Side byHand, Side staged, int rounds)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            await byHand.RunAsync($"warm{warmUp}", counts: false);
            await staged.RunAsync($"warm{warmUp}", counts: false);
            await Task.Delay(Pause);
        }

        for (var round = 0; round < rounds; round++)
        {
            // The one that goes first changes: the disk may still be writing what the first left behind.
            var (first, second) = round % 2 == 0 ? (byHand, staged) : (staged, byHand);
            await first.RunAsync($"r{round}", counts: true);
            await second.RunAsync($"r{round}", counts: true);
        }

        return new RoundFigures(
            byHand.PerSecond, staged.PerSecond, byHand.CpuMsEach, staged.CpuMsEach, byHand.Failed + staged.Failed);
    }
}
