namespace Leasehold.Scenarios.Durable;

/// <summary>Rounds of the four things; ratios are taken within each round.</summary>
internal sealed record EndToEndFigures(
    IReadOnlyList<(double PerSecond, double MedianMs)> Plain,
    IReadOnlyList<(double PerSecond, double MedianMs)> Journal,
    IReadOnlyList<(double PerSecond, double MedianMs)> Staged,
    IReadOnlyList<(double PerSecond, double MedianMs)> Durable)
{
    public double PlainPerSecond => Median(Plain.Select(static r => r.PerSecond));

    public double JournalPerSecond => Median(Journal.Select(static r => r.PerSecond));

    public double StagedPerSecond => Median(Staged.Select(static r => r.PerSecond));

    public double DurablePerSecond => Median(Durable.Select(static r => r.PerSecond));

    /// <summary>Whole operations (two transactions) beside single inserts of the same row (one transaction).</summary>
    public double OperationsToInserts => Median(Journal.Zip(Plain, static (j, p) => j.PerSecond / p.PerSecond));

    /// <summary>Transactions of the journal beside transactions that insert the same row.</summary>
    public double TransactionsToInserts => 2 * OperationsToInserts;

    /// <summary>The same three stages with and without the journal.</summary>
    public double DurableToStaged => Median(Durable.Zip(Staged, static (d, s) => d.PerSecond / s.PerSecond));

    public double StagedMs => Median(Staged.Select(static r => r.MedianMs));

    public double AddedMs => Median(Durable.Zip(Staged, static (d, s) => d.MedianMs - s.MedianMs));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
