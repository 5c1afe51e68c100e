using System.Runtime.InteropServices;
using Leasehold.Benchmarks.Databases;
using Spectre.Console;

namespace Leasehold.Benchmarks.Pairs;

/// <summary>Compares Leasehold with the driver in interleaved pairs, and says whether what is promised holds.</summary>
internal static class PairsCommand
{
    private const int WideEnough = 160;

    /// <returns>
    /// 0 when every promise that could be measured holds, 1 when one does not, 2 for a bad command line.
    /// </returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        PairsOptions options;
        try
        {
            options = PairsOptions.Parse(arguments, PairsOptions.Short);
        }
        catch (FormatException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }

        Introduce(options);
        var report = new PairsReport("driver", "pairs.json");
        foreach (var database in options.Databases)
        {
            await MeasureAsync(database, options, report);
        }

        report.Print();
        await report.WriteAsync();
        return report.AllMet ? 0 : 1;
    }

    /// <summary>Says what is measured, and where.</summary>
    public static void Introduce(PairsOptions options)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        AnsiConsole.MarkupLineInterpolated(
            $"{options.Pairs} interleaved pairs of blocks of about {options.Block.TotalMilliseconds} ms; {Machine()}");
#if DEBUG
        AnsiConsole.MarkupLine("[red]A debug build: these figures say nothing. Run with -c Release.[/]");
#endif
    }

    private static async Task MeasureAsync(string database, PairsOptions options, PairsReport report)
    {
        if (await BenchmarkServers.PrepareAsync(database) is { } missing)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{database} is left out: {missing}[/]");
            return;
        }

        await using var pair = await BenchmarkServers.ConnectAsync(database);
        foreach (var comparison in Comparison.Of(database))
        {
            AnsiConsole.MarkupLineInterpolated($"{database}: {comparison.Operation} …");
            var result = await PairedBlocks.MeasureAsync(
                comparison.DriverOf(pair), comparison.LeaseholdOf(pair), options.Pairs, options.Block);
            report.Add(comparison, result);
        }
    }

    private static string Machine()
        => $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, "
            + RuntimeInformation.OSDescription;
}
