using System.CommandLine;
using System.Diagnostics;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Images;

/// <summary>The image service under a backlog, under a burst of waiting callers, and killed in the middle.</summary>
internal static class ImagesScenario
{
    private const int Jobs = 1_000;
    private const int FirstJobs = 300;
    private const int Waiting = 2_000;
    private const int PoolSize = 20;
    private const int Concurrency = 32;
    private const int Known = 200;
    private const double JobsPerSecond = 125;
    private const double MaxTimes = 1.2;
    private const double MarginMs = 5;

    private static readonly TimeSpan JobLatency = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WaitingLatency = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var database = DatabaseOption.Create("sqlite", "sqlite", "postgresql", "mariadb");
        var command = new Command("images", "A backlog of 1,000 jobs beside reads, 2,000 waiting callers, and a kill.")
        {
            database,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(parsed.GetValue(database)!)));
        return command;
    }

    private static async Task<int> RunAsync(string name)
    {
        var report = new ScenarioReport($"images-{name}", $"The image service on {name}");
        report.Say($"Api pool {PoolSize}+0, {Concurrency} workers; the processor waits, without pixel work.");
        var home = await DatabaseHome.OpenAsync(name);
        await using var processor = await ProcessorProcess.StartAsync();
        await using var database = await home.CreateAsync("images");
        var service = await ServedImages.StartAsync(home, database, processor, PoolSize, Concurrency);
        try
        {
            await BacklogAsync(report, service, processor);
            await BurstAsync(report, service, processor);
            report.Judge(
                "the Api pool never exceeds its size", $"at most {await service.PeakAsync()} of {PoolSize} leased",
                await service.PeakAsync() <= PoolSize);
            service = await KillAsync(report, service, processor, home, database);
        }
        finally
        {
            await service.DisposeAsync();
        }

        return await report.FinishAsync();
    }

    private static async Task BacklogAsync(ScenarioReport report, ServedImages service, ProcessorProcess processor)
    {
        await processor.SimulateAsync(TimeSpan.Zero);
        var known = await AcceptAsync(service, processor, Known, "process-sync", 200);
        await ReadForAsync(service, known, AloneFor / 2);
        report.Say($"{FirstJobs:N0} jobs for a start: what they run is compiled now …");
        var first = await BesideAsync(service, processor, known, FirstJobs);

        report.Say("reads alone …");
        var before = await ReadForAsync(service, known, AloneFor);
        report.Say($"{Jobs:N0} jobs of {JobLatency.TotalSeconds} s beside them …");
        var beside = await BesideAsync(service, processor, known, Jobs);
        var after = await ReadForAsync(service, known, AloneFor);

        var table = new Table().AddColumns("", "reads", "failed", "p50", "p99");
        Row($"beside the first {FirstJobs:N0} jobs", first.Reads);
        Row("alone, before", before);
        Row($"beside {Jobs:N0} jobs", beside.Reads);
        Row("alone, after", after);
        report.Show(table);
        report.Keep("first", first);
        report.Keep("before", before);
        report.Keep("beside", beside);
        report.Keep("after", after);
        var alone = Math.Max(before.P99Ms, after.P99Ms);
        var bound = Math.Max(alone * MaxTimes, alone + MarginMs);
        report.Judge(
            $"{Jobs:N0} jobs are accepted in seconds", $"{beside.Accepted:N0} in {beside.AcceptedIn.TotalSeconds:N1} s",
            beside.Accepted == Jobs && beside.AcceptedIn < AcceptWithin);
        report.Judge(
            "meanwhile the p99 of reads is at most 1.2×, +5 ms",
            $"{beside.Reads.P99Ms:N1} ms against {alone:N1} ms",
            beside.Reads.P99Ms <= bound && beside.Reads.Failed == 0);
        report.Judge(
            "all jobs complete", $"{beside.Completed:N0} in {beside.CompletedIn.TotalSeconds:N1} s",
            beside.Completed == Jobs);

        void Row(string name, ReadFigures figures)
            => table.AddRow(
                name, $"{figures.Reads:N0}", $"{figures.Failed}", $"{figures.P50Ms:N2} ms", $"{figures.P99Ms:N2} ms");
    }

    /// <summary>Jobs, and the reads from the first one's arrival to the last one's end.</summary>
    private static async Task<BacklogFigures> BesideAsync(
        ServedImages service, ProcessorProcess processor, IReadOnlyList<string> known, int jobs)
    {
        await processor.SimulateAsync(JobLatency);
        using var ended = new CancellationTokenSource();
        var reading = ReadLoad.RunAsync(service, known, ended.Token);
        var startedAt = Stopwatch.GetTimestamp();
        var tasks = await AcceptAtRateAsync(service, processor, jobs);
        var acceptedIn = Stopwatch.GetElapsedTime(startedAt);
        var completed = await EndAsync(service, tasks);
        var completedIn = Stopwatch.GetElapsedTime(startedAt);
        await ended.CancelAsync();
        return new BacklogFigures(await reading, tasks.Count, acceptedIn, completed, completedIn);
    }

    private static async Task BurstAsync(ScenarioReport report, ServedImages service, ProcessorProcess processor)
    {
        report.Say($"{Waiting:N0} callers that wait for {WaitingLatency.TotalSeconds} s …");
        await processor.SimulateAsync(WaitingLatency);
        var startedAt = Stopwatch.GetTimestamp();
        var completed = await AcceptAsync(service, processor, Waiting, "process-sync", 200);
        var took = Stopwatch.GetElapsedTime(startedAt);
        report.Keep("burst", new { completed.Count, Seconds = took.TotalSeconds });
        report.Judge(
            $"{Waiting:N0} process-sync at once on a pool of {PoolSize} all complete",
            $"{completed.Count:N0} in {took.TotalSeconds:N1} s",
            completed.Count == Waiting);
    }

    private static async Task<ServedImages> KillAsync(
        ScenarioReport report,
        ServedImages service,
        ProcessorProcess processor,
        DatabaseHome home,
        ScenarioDatabase database)
    {
        report.Say($"{Jobs:N0} jobs, and the service is killed in the middle …");
        await processor.SimulateAsync(JobLatency);
        var tasks = await AcceptAsync(service, processor, Jobs, "process-async", 202);
        await Task.Delay(KillAfter);
        await service.KillAsync();
        await service.DisposeAsync();
        var next = await ServedImages.StartAsync(home, database, processor, PoolSize, Concurrency);
        var completed = await EndAsync(next, tasks);
        report.Keep("kill", new { Accepted = tasks.Count, completed });
        report.Judge(
            "a kill in the middle loses none", $"{completed:N0} of {tasks.Count:N0} completed",
            tasks.Count == Jobs && completed == Jobs);
        return next;
    }

    private static async Task<ReadFigures> ReadForAsync(
        ServedImages service, IReadOnlyList<string> tasks, TimeSpan length)
    {
        using var end = new CancellationTokenSource(length);
        return await ReadLoad.RunAsync(service, tasks, end.Token);
    }

    private static async Task<IReadOnlyList<string>> AcceptAsync(
        ServedImages service, ProcessorProcess processor, int count, string route, int expected)
    {
        var sample = processor.Sample;
        var tasks = await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => service.ProcessAsync(route, sample, expected)));
        return [.. tasks.OfType<string>()];
    }

    /// <summary>The jobs as callers bring them: at a rate, whether earlier ones have been accepted or not.</summary>
    private static async Task<IReadOnlyList<string>> AcceptAtRateAsync(
        ServedImages service, ProcessorProcess processor, int jobs)
    {
        var sample = processor.Sample;
        var startedAt = Stopwatch.GetTimestamp();
        List<Task<string?>> sent = new(jobs);
        while (sent.Count < jobs)
        {
            var pause = TimeSpan.FromSeconds(sent.Count / JobsPerSecond) - Stopwatch.GetElapsedTime(startedAt);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }

            sent.Add(service.ProcessAsync("process-async", sample, 202));
        }

        return [.. (await Task.WhenAll(sent)).OfType<string>()];
    }

    /// <summary>Waits until every job is over, looking at one at a time; how many completed.</summary>
    private static async Task<int> EndAsync(ServedImages service, IReadOnlyList<string> tasks)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var completed = 0;
        foreach (var task in tasks)
        {
            string? status;
            while ((status = await service.StatusAsync(task)) is "pending" or "processing"
                && Stopwatch.GetElapsedTime(startedAt) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }

            completed += status is "completed" ? 1 : 0;
        }

        return completed;
    }
}
