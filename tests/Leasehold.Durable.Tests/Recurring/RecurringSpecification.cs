using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.Tests.Recurring;

/// <summary>Operations that a clock starts.</summary>
public abstract class RecurringSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const string EverySecond = "* * * * * *";
    private const string EveryMinute = "* * * * *";

    private string Tick => $"{Kind}-tick";

    private string RecurringTable
        => JournalTable.Replace("leasehold_operations", "leasehold_recurring", StringComparison.Ordinal);

    [Fact]
    public async Task Occurrences_ThreeInstances_AreEachRunOnce()
    {
        var instances = new List<Instance>();
        for (var i = 0; i < 3; i++)
        {
            instances.Add(await WithTickAsync(EverySecond, static options => options.Missed = MissedOccurrences.All));
        }

        await Eventually.TrueAsync(() => Ran(instances).Count >= 5, "five seconds have passed", Patience);
        await Task.WhenAll(instances.Select(static instance => instance.StopAsync()));

        var ran = Ran(instances).Order().ToList();
        Assert.Equal(ran.Distinct(), ran);
        Assert.Equal(
            Enumerable.Range(0, ran.Count).Select(i => ran[0].AddSeconds(i)), ran); // none is left out either
    }

    [Theory]
    [InlineData(MissedOccurrences.Latest, 1)]
    [InlineData(MissedOccurrences.Skip, 0)]
    [InlineData(MissedOccurrences.All, 6)]
    public async Task Occurrences_NobodyWasThere_AreMadeUpForByTheRule(MissedOccurrences rule, int madeUpFor)
    {
        // Every hour, and half an hour from now either way.
        var now = DateTimeOffset.UtcNow;
        var latest = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero)
            .AddMinutes(-30);
        var cron = $"{latest.Minute} * * * *";
        var earlier = await WithTickAsync(cron);
        await RegisteredAsync(earlier);
        await earlier.StopAsync();
        await SetNextAsync(latest.AddHours(-5));

        var later = await WithTickAsync(cron, options => options.Missed = rule);
        await Eventually.TrueAsync(
            async () => (await RecurringAsync(later)).NextAt > now, "it has moved on", Patience);
        await Eventually.EqualAsync(
            0,
            () => Database.ReadAsync($"SELECT count(*) FROM {JournalTable} WHERE kind = '{Tick}' AND state = 0"),
            Patience);

        Assert.Equal(
            Enumerable.Range(0, madeUpFor).Select(i => latest.AddHours(i - madeUpFor + 1)), Ran([later]).Order());
        Assert.Equal(latest.AddHours(1), (await RecurringAsync(later)).NextAt);
    }

    [Fact]
    public async Task Occurrences_TheKindIsPaused_AreNotWrittenMeanwhile()
    {
        var instance = await WithTickAsync(EverySecond, static options => options.Tolerance = TimeSpan.FromSeconds(1));
        await RegisteredAsync(instance);
        await instance.Operations.PauseKindAsync(Tick, cancellationToken: Ended);
        var before = (await RecurringAsync(instance)).LastAt;

        await Eventually.TrueAsync(
            async () => (await RecurringAsync(instance)).NextAt < DateTimeOffset.UtcNow.AddSeconds(-3),
            "three have passed",
            Patience);
        var paused = (await RecurringAsync(instance)).LastAt;
        await instance.Operations.ResumeKindAsync(Tick, Ended);
        await Eventually.TrueAsync(
            async () => (await RecurringAsync(instance)).LastAt > paused || paused is null
                && (await RecurringAsync(instance)).LastAt is not null,
            "it goes on",
            Patience);

        Assert.True(paused == before || paused - before <= TimeSpan.FromSeconds(2)); // what was being written
    }

    [Fact]
    public async Task Expression_AnotherVersionStartsLater_IsThatOfTheLater()
    {
        var earlier = await WithTickAsync("0 3 * * *");
        await RegisteredAsync(earlier);

        var later = await WithTickAsync("0 4 * * *", static options => options.TimeZone = "Asia/Seoul");
        await Eventually.TrueAsync(
            async () => (await RecurringAsync(earlier)).Cron == "0 4 * * *", "it is changed", Patience);

        var recurring = await RecurringAsync(later);
        Assert.Equal("Asia/Seoul", recurring.TimeZone);
        Assert.Equal(19, recurring.NextAt!.Value.UtcDateTime.Hour); // four in the morning, nine hours east
    }

    [Theory]
    [InlineData("schedule.before")]
    [InlineData("schedule.selected")]
    [InlineData("schedule.written")]
    [InlineData("schedule.committed")]
    public async Task Occurrences_AFaultAtAStep_AreEachRunOnceAllTheSame(string step)
    {
        var faults = 2;
        var instance = await StartAsync(
            options => options.PollInterval = TimeSpan.FromMilliseconds(50),
            durable =>
            {
                AddTick(durable, EverySecond, static options => options.Missed = MissedOccurrences.All);
                durable.Services.AddSingleton<IStepObserver>(new ThrowingSteps(
                    passed => passed == step && Interlocked.Decrement(ref faults) >= 0));
            });

        await Eventually.TrueAsync(() => Ran([instance]).Count >= 4 && faults < 0, "it goes on", Patience);
        await instance.StopAsync();

        var ran = Ran([instance]).Order().ToList();
        Assert.Equal(Enumerable.Range(0, ran.Count).Select(i => ran[0].AddSeconds(i)), ran);
    }

    [Fact]
    public async Task Occurrences_ArgumentsOfOneCannotBeMade_HoldUpNoOther()
    {
        var instance = await StartAsync(
            static options => options.PollInterval = TimeSpan.FromMilliseconds(50),
            durable =>
            {
                durable.AddRecurring<DateTimeOffset>(
                    $"{Tick}-bad", Tick, EverySecond, static _ => throw new InvalidTimeZoneException());
                AddTick(durable, EverySecond, configure: null);
            });

        await Eventually.TrueAsync(() => Ran([instance]).Count >= 2, "the other one goes on", Patience);
    }

    [Fact]
    public async Task Occurrences_InstancesWhoseClocksDiffer_AreEachRunOnce()
    {
        var instances = new List<Instance>();
        foreach (var minutes in new[] { -1, 0, 1 })
        {
            instances.Add(await StartAsync(
                static options => options.PollInterval = TimeSpan.FromMilliseconds(50),
                durable =>
                {
                    durable.Services.AddSingleton<TimeProvider>(new SkewedTime(TimeSpan.FromMinutes(minutes)));
                    AddTick(durable, EverySecond, static options => options.Missed = MissedOccurrences.All);
                }));
        }

        await Eventually.TrueAsync(() => Ran(instances).Count >= 4, "four seconds have passed", Patience);
        await Task.WhenAll(instances.Select(static instance => instance.StopAsync()));

        var ran = Ran(instances).Order().ToList();
        Assert.Equal(Enumerable.Range(0, ran.Count).Select(i => ran[0].AddSeconds(i)), ran);
        Assert.True((DateTimeOffset.UtcNow - ran[0]).Duration() < TimeSpan.FromSeconds(50)); // by no skewed clock
    }

    [Fact]
    public void Arguments_AreNotThoseOfTheKind_AreRefused()
    {
        var refused = Assert.ThrowsAny<InvalidOperationException>(() => Build(more: durable => durable
            .AddRecurring<string>("tick", Kind, EveryMinute, static _ => "")));

        Assert.Contains("ChargeArgs", refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DateTimeOffset> Ran(IEnumerable<Instance> instances)
        => [.. instances.SelectMany(static i => i.Services.GetRequiredService<TickOperation>().Ran)];

    private Task<Instance> WithTickAsync(string cron, Action<RecurringOptions>? configure = null)
        => StartAsync(
            static options => options.PollInterval = TimeSpan.FromMilliseconds(50),
            durable => AddTick(durable, cron, configure));

    private void AddTick(DurableBuilder durable, string cron, Action<RecurringOptions>? configure)
        => durable.AddOperation<TickOperation>(Tick)
            .AddRecurring(Tick, Tick, cron, static occurrence => occurrence.At, configure);

    private Task RegisteredAsync(Instance instance)
        => Eventually.TrueAsync(
            async () => (await instance.Operations.ListRecurringAsync(Ended)).Any(row => row.Name == Tick),
            "it is in the journal",
            Patience);

    private async Task<RecurringRecord> RecurringAsync(Instance instance)
        => (await instance.Operations.ListRecurringAsync(Ended)).Single(row => row.Name == Tick);

    private Task SetNextAsync(DateTimeOffset at)
        => Database.ExecuteAsync(
            $"UPDATE {RecurringTable} SET next_us = {Microseconds(at)} WHERE name = '{Tick}'");

    private static long Microseconds(DateTimeOffset at)
        => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed class ThrowingSteps(Predicate<string> throws) : IStepObserver
    {
        public ValueTask PassAsync(string step, CancellationToken cancellationToken)
            => throws(step) ? throw new InvalidTimeZoneException() : default;
    }
}
