using Leasehold.Benchmarks.Databases;
using Leasehold.Benchmarks.Pairs;
using Leasehold.Testing.Servers.Databases;
using Spectre.Console;

namespace Leasehold.Benchmarks.Overhead;

/// <summary>What guard and attribution add to a lease with one short query, in pairs on PostgreSQL.</summary>
internal static class OverheadCommand
{
    private const string Database = "postgresql";
    private const double MaxRatio = 1.02;
    private const int WideEnough = 160;

    /// <returns>0: both together stay below 2 %. 1: not. 2: a bad command line. 3: no server.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        PairsOptions options;
        try
        {
            options = PairsOptions.Parse(arguments, PairsOptions.Long);
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        if (await BenchmarkServers.PrepareAsync(Database) is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 3;
        }

        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        var connectionString = Environment.GetEnvironmentVariable(TestServers.PostgreSqlVariable)!;
        await using var neither = new OverheadPools(connectionString, guard: false, attribution: false);
        await using var guard = new OverheadPools(connectionString, guard: true, attribution: false);
        await using var attribution = new OverheadPools(connectionString, guard: false, attribution: true);
        await using var both = new OverheadPools(connectionString, guard: true, attribution: true);
        (string Name, Func<int, Task> Operation)[] compared =
        [
            ("neither (the noise of this run)", neither.InFlowAsync),
            ("guard", guard.InFlowAsync),
            ("attribution", attribution.InFlowAsync),
            ("guard + attribution", both.InFlowAsync),
            ("guard + attribution, outside any flow", both.OutsideAsync),
        ];
        var table = new Table().AddColumns("lease + SELECT 1 with", "neither", "with", "ratio", "95 %", "more bytes");
        var ratio = 0.0;
        foreach (var (name, operation) in compared)
        {
            var result = await PairedBlocks.MeasureAsync(
                neither.InFlowAsync, operation, options.Pairs, options.Block);
            table.AddRow(
                name,
                $"{result.DriverNanoseconds:N0} ns",
                $"{result.LeaseholdNanoseconds:N0} ns",
                $"{result.Ratio.Value:0.000}",
                $"{result.Ratio.Low:0.000} – {result.Ratio.High:0.000}",
                $"{result.MoreBytes:+0;-0;0} B");
            ratio = operation == both.InFlowAsync ? result.Ratio.Value : ratio;
        }

        AnsiConsole.Write(table);
        var verdict = ratio <= MaxRatio ? "held" : "MISSED";
        AnsiConsole.MarkupLineInterpolated($"guard + attribution ≤ {MaxRatio}: {verdict}");
        return ratio <= MaxRatio ? 0 : 1;
    }
}
