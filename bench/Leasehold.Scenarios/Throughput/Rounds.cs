using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.Throughput;

/// <summary>Runs the two sides in turns: what the machine does meanwhile meets both.</summary>
internal static class Rounds
{
    /// <summary>Rounds that do not count: the code has to reach its last tier on both sides.</summary>
    private const int WarmUpRounds = 3;

    public static async Task<RoundFigures> RunAsync(
        (ServedEndpoint Service, PaymentClient Client) byHand,
        (ServedEndpoint Service, PaymentClient Client) staged,
        int clients,
        int rounds,
        int payments)
    {
        var byHandRounds = new List<double>();
        var stagedRounds = new List<double>();
        var failed = 0;
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var isStagedFirst = round % 2 == 0;
            var first = await RunOneAsync(isStagedFirst ? staged : byHand, round);
            var second = await RunOneAsync(isStagedFirst ? byHand : staged, round);
            if (round >= 0)
            {
                stagedRounds.Add((isStagedFirst ? first : second).Goodput);
                byHandRounds.Add((isStagedFirst ? second : first).Goodput);
            }
        }

        return new RoundFigures(byHandRounds, stagedRounds, failed);

        async Task<LoadResult> RunOneAsync((ServedEndpoint Service, PaymentClient Client) side, int round)
        {
            var orders = await side.Service.Database.AddOrdersAsync($"r{round + WarmUpRounds}", payments);
            var result = await PaymentLoad.ClientsAsync(side.Client, orders, clients);
            failed += result.Total - result[Answer.Completed];
            return result;
        }
    }
}
