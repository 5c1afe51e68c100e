using System.Diagnostics;
using HdrHistogram;

namespace Leasehold.Scenarios.Load;

/// <summary>What a load came to.</summary>
/// <remarks>Thread-safe while it is collected.</remarks>
internal sealed class LoadResult
{
    private const long LongestUs = 600_000_000;

    // Guards all fields.
    private readonly Lock _lock = new();
    private readonly int[] _answers = new int[Enum.GetValues<Answer>().Length];
    private readonly LongHistogram[] _tookUs
        = [.. Enum.GetValues<Answer>().Select(static _ => new LongHistogram(LongestUs, 3))];

    private int _completedInTime;

    /// <summary>How long the load lasted.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The timestamp at which the load ends; what completes later does not count as goodput.</summary>
    public long EndsAt { private get; init; } = long.MaxValue;

    public int Total => _answers.Sum();

    /// <summary>Payments completed per second, while the load lasted.</summary>
    public double Goodput => _completedInTime / Elapsed.TotalSeconds;

    public double FailureRate => Total == 0 ? 0 : 1.0 - ((double)this[Answer.Completed] / Total);

    public int this[Answer answer] => _answers[(int)answer];

    public void Add(Answer answer, TimeSpan took)
    {
        var isInTime = Stopwatch.GetTimestamp() <= EndsAt;
        lock (_lock)
        {
            _completedInTime += answer == Answer.Completed && isInTime ? 1 : 0;
            _answers[(int)answer]++;
            _tookUs[(int)answer].RecordValue(Math.Clamp((long)took.TotalMicroseconds, 0, LongestUs));
        }
    }

    /// <summary>How long answers of a kind took, in milliseconds.</summary>
    public double Percentile(Answer answer, double percentile)
    {
        var histogram = _tookUs[(int)answer];
        return histogram.TotalCount == 0 ? 0 : histogram.GetValueAtPercentile(percentile) / 1_000.0;
    }

    public LoadFigures ToFigures() => new(
        Total,
        this[Answer.Completed],
        this[Answer.Refused],
        this[Answer.Open],
        this[Answer.Failed],
        Elapsed.TotalSeconds,
        Goodput,
        FailureRate,
        Percentile(Answer.Completed, 50),
        Percentile(Answer.Completed, 99),
        Percentile(Answer.Refused, 99));
}
