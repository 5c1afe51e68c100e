namespace Leasehold.Benchmarks.Pairs;

/// <summary>A median and the interval that holds the true one with at least 95 % confidence.</summary>
/// <remarks>
/// The interval is made of order statistics: how many of n values lie below the true median is binomial with p = 1/2,
/// whatever their distribution, so none has to be assumed.
/// </remarks>
internal readonly record struct Median(double Value, double Low, double High)
{
    private const double Confidence = 0.95;

    public static Median Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var n = sorted.Length;
        var middle = n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2;
        var cut = Cut(n);
        return new Median(middle, sorted[cut], sorted[n - 1 - cut]);
    }

    /// <summary>How many values may be left out at each end.</summary>
    private static int Cut(int n)
    {
        var cut = 0;
        var exactly = Math.Pow(0.5, n);
        var atMost = exactly;
        for (var k = 0; k < n / 2 && atMost <= (1 - Confidence) / 2; k++)
        {
            cut = k;
            exactly *= (double)(n - k) / (k + 1);
            atMost += exactly;
        }

        return cut;
    }
}
