using Leasehold.Benchmarks.Pairs;
using Spectre.Console;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>Compares EF Core through Leasehold with plain EF Core in interleaved pairs.</summary>
internal static class EfPairsCommand
{
    private const string Query = "new context + single-row query";
    private const string PooledQuery = "pooled context + single-row query";

    // What is promised of a single-row query over a server's round trip.
    private const double MaxRatio = 1.03;

    /// <returns>0 when every promise that could be measured holds, 1 when one does not, 2 for a bad command.</returns>
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

        PairsCommand.Introduce(options);
        var report = new PairsReport("plain EF Core", "ef-pairs.json");
        foreach (var database in options.Databases.Where(static name => name is not "mariadb"))
        {
            await MeasureAsync(database, options, report);
        }

        report.Print();
        await report.WriteAsync();
        return report.AllMet ? 0 : 1;
    }

    private static async Task MeasureAsync(string database, PairsOptions options, PairsReport report)
    {
        var (pair, missing) = await EfPair.CreateAsync(database);
        if (pair is null)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{database} is left out: {missing}[/]");
            return;
        }

        await using (pair)
        {
            double? promised = string.Equals(database, "postgresql", StringComparison.Ordinal) ? MaxRatio : null;
            await AddAsync(Query, pair.Plain.QueryAsync, pair.Leasehold.QueryAsync);
            await AddAsync(PooledQuery, pair.Plain.QueryPooledAsync, pair.Leasehold.QueryPooledAsync);

            async Task AddAsync(string operation, Func<int, Task> plain, Func<int, Task> leased)
            {
                AnsiConsole.MarkupLineInterpolated($"{database}: {operation} …");
                var result = await PairedBlocks.MeasureAsync(plain, leased, options.Pairs, options.Block);
                report.Add(new Comparison(database, operation, promised, null), result);
            }
        }
    }
}
