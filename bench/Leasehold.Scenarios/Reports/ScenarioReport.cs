using System.Runtime.InteropServices;
using System.Text.Json;
using Leasehold.LocalServers.Repository;
using Spectre.Console;

namespace Leasehold.Scenarios.Reports;

/// <summary>What a scenario did and found: on the console, and as JSON in artifacts/scenarios.</summary>
internal sealed class ScenarioReport
{
    private const int WideEnough = 130;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly string _name;
    private readonly List<Verdict> _verdicts = [];
    private readonly Dictionary<string, object> _figures = new(StringComparer.Ordinal);

    public ScenarioReport(string name, string title)
    {
        _name = name;
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = WideEnough;
        }

        AnsiConsole.Write(new Rule(Markup.Escape(title)).LeftJustified());
        Say($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, "
            + RuntimeInformation.OSDescription);
#if DEBUG
        AnsiConsole.MarkupLine("[red]A debug build: these figures say nothing. Run with -c Release.[/]");
#endif
    }

    public void Say(string text) => AnsiConsole.WriteLine(text);

    public void Show(Table table) => AnsiConsole.Write(table);

    public void Keep(string name, object figures) => _figures[name] = figures;

    public void Judge(string promise, string measured, bool held)
        => _verdicts.Add(new Verdict(promise, measured, held));

    /// <returns>0 when every promise held, else 1.</returns>
    public async Task<int> FinishAsync()
    {
        var table = new Table().AddColumns("promised", "measured", "");
        foreach (var verdict in _verdicts)
        {
            table.AddRow(
                Markup.Escape(verdict.Promise), Markup.Escape(verdict.Measured), verdict.Held ? "held"
                    : "[red]MISSED[/]");
        }

        AnsiConsole.Write(table);
        var folder = Path.Combine(BuildOutput.RepositoryRoot ?? Environment.CurrentDirectory, "artifacts", "scenarios");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{_name}.json");
        var document = new
        {
            Scenario = _name,
            MeasuredAt = TimeProvider.System.GetUtcNow(),
            Cores = Environment.ProcessorCount,
            Figures = _figures,
            Verdicts = _verdicts,
        };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(document, Json));
        Say($"Written to {path}");
        return _verdicts.TrueForAll(static v => v.Held) ? 0 : 1;
    }
}
