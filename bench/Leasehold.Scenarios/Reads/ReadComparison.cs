using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;
using Leasehold.Scenarios.Throughput;
using Leasehold.Testing.Servers.Network;
using Spectre.Console;

namespace Leasehold.Scenarios.Reads;

/// <summary>Compares one route of a service with its twin: how many per second, processor time, round trips.</summary>
internal sealed class ReadComparison(ReadRounds rounds, ScenarioReport report)
{
    private const double MinRatio = 0.85;

    /// <summary>What runs beside the requests, such as a worker's look at its journal, asks the server too.</summary>
    private const double Beside = 0.05;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CountFor = TimeSpan.FromSeconds(3);

    public Table Table { get; } = new Table().AddColumns(
        "route", "by an expert", "Leasehold", "ratio, median", "lowest – highest",
        "CPU per request, expert / Leasehold", "round trips, expert / Leasehold");

    /// <param name="name">Database and route.</param>
    /// <param name="home">The database.</param>
    /// <param name="database">Both sides' own.</param>
    /// <param name="paths">What to read.</param>
    /// <param name="service">The service, running.</param>
    /// <param name="startTwin">Starts the twin, through a proxy's port where one is given.</param>
    /// <param name="startService">Starts the service once more.</param>
    public async Task RunAsync(
        string name,
        DatabaseHome home,
        ScenarioDatabase database,
        IReadOnlyList<string> paths,
        ReadSide service,
        Func<int?, Task<ReadSide>> startTwin,
        Func<int?, Task<ReadSide>> startService)
    {
        report.Say($"{name} …");
        await using var twin = await startTwin(null);
        var figures = await RoundsAsync(name, paths, service, twin);
        var isServer = home.ServerConnectionString.Length > 0;
        double? twinTrips = isServer ? await CountAsync(database, paths, startTwin) : null;
        double? trips = isServer ? await CountAsync(database, paths, startService) : null;
        Table.AddRow(
            name,
            $"{figures.ByHandPerSecond:N0}/s",
            $"{figures.StagedPerSecond:N0}/s",
            $"{figures.Ratio:0.00}",
            $"{figures.LowestRatio:0.00} – {figures.HighestRatio:0.00}",
            $"{figures.ByHandCpuMsEach * 1000:0} / {figures.StagedCpuMsEach * 1000:0} µs",
            isServer ? $"{twinTrips:0.00} / {trips:0.00}" : "–");
        report.Keep(name, new { figures, RoundTrips = new { Expert = twinTrips, Leasehold = trips } });
        report.Judge(
            $"{name}: at least {MinRatio:0.00}× the twin", $"{figures.Ratio:0.00}×", figures.Ratio >= MinRatio);
        report.Judge($"{name}: every read is answered", $"{figures.Failed} failed", figures.Failed == 0);
        if (isServer)
        {
            var most = home.Name == "mariadb" ? 2 : 1;
            report.Judge(
                $"{name}: at most {most} round trips", $"{trips:0.00}", trips <= most + Beside);
        }
    }

    private async Task<RoundFigures> RoundsAsync(
        string name, IReadOnlyList<string> paths, ReadSide service, ReadSide twin)
    {
        using var toService = await ReadClient.OpenAsync(service.Address, paths, ReadRounds.Callers);
        using var toTwin = await ReadClient.OpenAsync(twin.Address, paths, ReadRounds.Callers);
        var (answer, expected) = (await toService.ReadFirstAsync(), await toTwin.ReadFirstAsync());
        report.Judge(
            $"{name}: the same answer", answer == expected ? "equal" : $"{answer} instead of {expected}",
            answer == expected && answer.Length > 0);
        return await Rounds.RunAsync(SideOf(toTwin, twin), SideOf(toService, service), rounds.Count);
    }

    private Side SideOf(ReadClient client, ReadSide side)
        => new(side.ProcessorTime, (_, counts) => client.RunAsync(counts ? rounds.Length : WarmUp));

    /// <summary>Round trips per request, with one caller: what is sent between two requests belongs to one.</summary>
    private static async Task<double> CountAsync(
        ScenarioDatabase database, IReadOnlyList<string> paths, Func<int?, Task<ReadSide>> start)
    {
        await using var proxy = TcpProxy.Start(database.Port);
        await using var side = await start(proxy.Port);
        using var client = await ReadClient.OpenAsync(side.Address, paths, callers: 1);
        await client.RunAsync(WarmUp);
        var before = proxy.Turns;
        var result = await client.RunAsync(CountFor);
        return (double)(proxy.Turns - before) / result.Total;
    }
}
