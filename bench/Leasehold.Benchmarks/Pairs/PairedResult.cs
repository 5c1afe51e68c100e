namespace Leasehold.Benchmarks.Pairs;

/// <summary>The pairs of one comparison.</summary>
internal sealed class PairedResult(int timesPerBlock)
{
    private readonly List<BlockFigures> _driver = [];
    private readonly List<BlockFigures> _leasehold = [];

    public int TimesPerBlock => timesPerBlock;

    public int Pairs => _driver.Count;

    public double DriverNanoseconds => Median.Of(_driver.Select(static b => b.NanosecondsEach)).Value;

    public double LeaseholdNanoseconds => Median.Of(_leasehold.Select(static b => b.NanosecondsEach)).Value;

    /// <summary>The ratio is taken within each pair: both of its blocks met the same state of the machine.</summary>
    public Median Ratio
        => Median.Of(_driver.Zip(_leasehold, static (d, l) => l.NanosecondsEach / d.NanosecondsEach));

    public double DriverBytes => Median.Of(_driver.Select(static b => b.BytesEach)).Value;

    public double MoreBytes => Median.Of(_driver.Zip(_leasehold, static (d, l) => l.BytesEach - d.BytesEach)).Value;

    public void Add(BlockFigures driver, BlockFigures leasehold)
    {
        _driver.Add(driver);
        _leasehold.Add(leasehold);
    }
}
