using System.Globalization;
using Leasehold.Benchmarks.Databases;

namespace Leasehold.Benchmarks.Pairs;

/// <summary>The command line of <c>pairs</c>, and of the commands that measure as it does.</summary>
/// <param name="Databases">Which databases.</param>
/// <param name="Pairs">How many pairs of blocks each.</param>
/// <param name="Block">How long one block takes.</param>
internal sealed record PairsOptions(IReadOnlyList<string> Databases, int Pairs, TimeSpan Block)
{
    public const string Usage =
        "pairs | ef-pairs | overhead [--database all|sqlite|postgresql|mariadb] [--pairs 10..1000] "
        + "[--block-ms 10..10000]";

    /// <summary>Enough to see a tenth.</summary>
    public static PairsOptions Short { get; } = new(BenchmarkServers.All, 40, TimeSpan.FromMilliseconds(60));

    /// <summary>Enough to see a few percent: the medians of two runs then differ by about two percent.</summary>
    public static PairsOptions Long { get; } = new(BenchmarkServers.All, 200, TimeSpan.FromMilliseconds(100));

    /// <exception cref="FormatException">Something is not as in <see cref="Usage"/>.</exception>
    public static PairsOptions Parse(IReadOnlyList<string> arguments, PairsOptions defaults)
    {
        var options = defaults;
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            options = arguments[i] switch
            {
                "--database" when string.Equals(value, "all", StringComparison.Ordinal) => options,
                "--database" when BenchmarkServers.All.Contains(value, StringComparer.Ordinal)
                    => options with { Databases = [value] },
                "--pairs" => options with { Pairs = Number(value, 10, 1_000) },
                "--block-ms" => options with { Block = TimeSpan.FromMilliseconds(Number(value, 10, 10_000)) },
                _ => throw new FormatException(Usage),
            };
        }

        return options;
    }

    private static int Number(string text, int min, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
                ? number
                : throw new FormatException(Usage);
}
