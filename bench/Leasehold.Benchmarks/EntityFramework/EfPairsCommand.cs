using Leasehold.Benchmarks.Pairs;
using Spectre.Console;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>
/// Compares EF Core through Leasehold with plain EF Core, and with EF Core that has interceptors of the application's
/// own, in interleaved pairs.
/// </summary>
internal static class EfPairsCommand
{
    private const string Query = "new context, query";
    private const string PooledQuery = "pooled context, query";
    private const string Beside = ", beside own interceptors";

    // What is promised of a single-row query over a server's round trip: beside EF Core that nobody listens to, and
    // beside an application that has interceptors already.
    private const double MaxRatio = 1.12;
    private const double MaxRatioBesideOwn = 1.03;

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
        var report = new PairsReport("EF Core", "ef-pairs.json");
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
            var isPromised = string.Equals(database, "postgresql", StringComparison.Ordinal);
            var (plain, own, leased) = (pair.Plain, pair.Intercepted, pair.Leasehold);
            await AddAsync(Query, plain.QueryAsync, leased.QueryAsync, MaxRatio);
            await AddAsync(Query + Beside, own.QueryAsync, leased.QueryAsync, MaxRatioBesideOwn);
            await AddAsync(PooledQuery, plain.QueryPooledAsync, leased.QueryPooledAsync, MaxRatio);
            await AddAsync(PooledQuery + Beside, own.QueryPooledAsync, leased.QueryPooledAsync, MaxRatioBesideOwn);

            async Task AddAsync(string operation, Func<int, Task> other, Func<int, Task> leased, double promised)
            {
                AnsiConsole.MarkupLineInterpolated($"{database}: {operation} …");
                var result = await PairedBlocks.MeasureAsync(other, leased, options.Pairs, options.Block);
                report.Add(new Comparison(database, operation, isPromised ? promised : null, null), result);
            }
        }
    }
}
