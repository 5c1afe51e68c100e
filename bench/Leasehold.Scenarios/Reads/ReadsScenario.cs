using System.CommandLine;
using Leasehold.Scenarios.Images;
using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Reads;

/// <summary>The services' reading routes beside an expert's twin of them.</summary>
internal static class ReadsScenario
{
    private const int Rows = 500;
    private const int ImagePool = 50;
    private const int ImageWorkers = 8;

    public static Command Create()
    {
        var database = DatabaseOption.Create("all", "all", "sqlite", "postgresql", "mariadb");
        var rounds = new Option<int>("--rounds")
        {
            Description = "How many rounds each side has, in turns.",
            DefaultValueFactory = static _ => 9,
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long a round is.",
            DefaultValueFactory = static _ => 2,
        };
        var command = new Command("reads", "GET of a payment and of an image beside a twin by an expert.")
        {
            database, rounds, seconds,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(
            parsed.GetValue(database)!,
            new ReadRounds(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds))))));
        return command;
    }

    private static async Task<int> RunAsync(string database, ReadRounds rounds)
    {
        var report = new ScenarioReport("reads", "Reads beside an expert's twin");
        report.Say($"{ReadRounds.Callers} callers; {rounds} in turns. The twin: the driver alone, one SELECT, no "
            + "reset, the same JSON. Round trips: client to server, counted at a proxy, one caller.");
        var comparison = new ReadComparison(rounds, report);
        var isAll = string.Equals(database, "all", StringComparison.Ordinal);
        await using var gateway = await Gateway.StartAsync();
        foreach (var name in isAll ? DatabaseHome.Names : [database])
        {
            try
            {
                var home = await DatabaseHome.OpenAsync(name);
                await ComparePaymentsAsync(home, gateway, comparison);
                await CompareImagesAsync(home, gateway, comparison);
            }
            catch (MissingServerException missing) when (isAll)
            {
                report.Say($"{name} is left out: {missing.Message}");
            }
        }

        report.Show(comparison.Table);
        return await report.FinishAsync();
    }

    private static async Task ComparePaymentsAsync(DatabaseHome home, Gateway gateway, ReadComparison comparison)
    {
        await using var database = await home.CreateAsync("payments");
        await using var service = await PaymentsAsync(null);
        using (var client = new PaymentClient(service.Address))
        {
            await PaymentLoad.ClientsAsync(
                client, await database.AddOrdersAsync("read", Rows), ReadRounds.Callers);
        }

        await comparison.RunAsync(
            $"{home.Name}, payment",
            home,
            database,
            [.. Enumerable.Range(1, Rows).Select(static i => $"/api/v1/payments/PAY-read-{i}")],
            ReadSide.Of(service),
            TwinOf(home, database, gateway),
            async port => ReadSide.Of(await PaymentsAsync(port)));

        Task<ServedEndpoint> PaymentsAsync(int? port) => ServedEndpoint.StartAsync(
            EndpointStyle.Staged, home, database.Shared(port), gateway, ApiPool.Default);
    }

    private static async Task CompareImagesAsync(DatabaseHome home, Gateway gateway, ReadComparison comparison)
    {
        await using var processor = await ProcessorProcess.StartAsync();
        await using var database = await home.CreateAsync("images");
        await using var service = await ImagesAsync(null);
        await processor.SimulateAsync(TimeSpan.Zero);
        var tasks = await Task.WhenAll(
            Enumerable.Range(0, Rows).Select(_ => service.ProcessAsync("process-sync", processor.Sample, 200)));
        await comparison.RunAsync(
            $"{home.Name}, image",
            home,
            database,
            [.. tasks.Select(static task => $"/api/v1/images/{task}")],
            ReadSide.Of(service),
            TwinOf(home, database, gateway),
            async port => ReadSide.Of(await ImagesAsync(port)));

        Task<ServedImages> ImagesAsync(int? port)
            => ServedImages.StartAsync(home, database.Shared(port), processor, ImagePool, ImageWorkers);
    }

    private static Func<int?, Task<ReadSide>> TwinOf(DatabaseHome home, ScenarioDatabase database, Gateway gateway)
        => async port => ReadSide.Of(await ServedEndpoint.StartAsync(
            EndpointStyle.Expert, home, database.Shared(port), gateway, ApiPool.Default));
}
