using System.Text.Json;
using Leasehold.LocalServers.Repository;
using Spectre.Console;

namespace Leasehold.Benchmarks.Pairs;

/// <summary>The table of a run, on the console and as JSON in artifacts/benchmarks.</summary>
internal sealed class PairsReport(string baseline, string file)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly List<(Comparison Comparison, PairedResult Result)> _rows = [];

    public bool AllMet => _rows.TrueForAll(static row => row.Comparison.IsMet(row.Result));

    public void Add(Comparison comparison, PairedResult result) => _rows.Add((comparison, result));

    public void Print()
    {
        var table = new Table().AddColumns(
            "database", "operation", baseline, "Leasehold", "ratio, median", "95 % interval", "more bytes", "promised");
        foreach (var (comparison, result) in _rows)
        {
            var ratio = result.Ratio;
            table.AddRow(
                comparison.Database,
                comparison.Operation,
                $"{result.DriverNanoseconds:N0} ns",
                $"{result.LeaseholdNanoseconds:N0} ns",
                $"{ratio.Value:0.000}",
                $"{ratio.Low:0.000} – {ratio.High:0.000}",
                $"{result.MoreBytes:+0;-0;0} B on {result.DriverBytes:0} B",
                Promise(comparison, result));
        }

        AnsiConsole.Write(table);
    }

    public async Task WriteAsync()
    {
        var folder = Path.Combine(
            BuildOutput.RepositoryRoot ?? Environment.CurrentDirectory, "artifacts", "benchmarks");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file);
        var rows = _rows.Select(static row => new
        {
            row.Comparison.Database,
            row.Comparison.Operation,
            row.Result.Pairs,
            row.Result.TimesPerBlock,
            row.Result.DriverNanoseconds,
            row.Result.LeaseholdNanoseconds,
            row.Result.Ratio,
            row.Result.DriverBytes,
            row.Result.MoreBytes,
            row.Comparison.MaxRatio,
            row.Comparison.MaxMoreBytes,
            IsMet = row.Comparison.IsMet(row.Result),
        });
        var report =
            new { Cores = Environment.ProcessorCount, MeasuredAt = TimeProvider.System.GetUtcNow(), Rows = rows };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(report, Json));
        AnsiConsole.WriteLine($"Written to {path}");
    }

    private static string Promise(Comparison comparison, PairedResult result)
    {
        if (comparison.MaxRatio is not { } ratio)
        {
            return "";
        }

        var bytes = comparison.MaxMoreBytes is { } more ? $", +{more:0} B" : "";
        return comparison.IsMet(result) ? $"≤ {ratio:0.00}{bytes}: held" : $"[red]≤ {ratio:0.00}{bytes}: MISSED[/]";
    }
}
