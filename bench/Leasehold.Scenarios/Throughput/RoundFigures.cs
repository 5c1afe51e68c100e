namespace Leasehold.Scenarios.Throughput;

/// <summary>The rounds of one database; the ratio is taken within each pair of rounds.</summary>
internal sealed record RoundFigures(
    IReadOnlyList<double> ByHandRounds,
    IReadOnlyList<double> StagedRounds,
    double ByHandCpuMsEach,
    double StagedCpuMsEach,
    int Failed)
{
    public double ByHandPerSecond => Median(ByHandRounds);

    public double StagedPerSecond => Median(StagedRounds);

    public double Ratio => Median(Ratios);

    public double LowestRatio => Ratios.Min();

    public double HighestRatio => Ratios.Max();

    private IEnumerable<double> Ratios => ByHandRounds.Zip(StagedRounds, static (hand, staged) => staged / hand);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
