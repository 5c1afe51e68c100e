using System.Text.Json;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Versions;

/// <summary>Instances of two versions on one journal, of which one cannot read what the other wrote.</summary>
public abstract class VersionSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int UnreadableEvent = 3007;

    public static TheoryData<string> Failures => ["json", "argument", "format", "own"];

    [Fact]
    public async Task RollingDeployment_FortyInFlight_AllAreFinishedByWhoCanReadThem()
    {
        var gone = await FrozenAsync(ShortClaim);
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gone.Charge.OnCall = async (_, _) =>
        {
            await never.Task;
            return "paid";
        };
        for (var row = 1; row <= 40; row++)
        {
            _ = gone.RunAsync(row);
        }

        await Eventually.TrueAsync(() => gone.Charge.Calls.Count == 40, "all are in flight", Patience);
        var older = await StartAsync(options =>
        {
            ShortClaim(options);
            OlderVersion.Set(options, static () => new JsonException());
        });
        await Eventually.TrueAsync(
            async () => await Database.ReadAsync(
                $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}' AND reason LIKE 'this version cannot%'")
                == 40,
            "the older version has met all of them",
            Patience);
        var newer = await StartAsync(ShortClaim);

        await CompletedAsync(40);

        Assert.Equal((40, 0), (await CountAsync("paid"), await CountAsync(DurableState.Dead)));
        Assert.Empty(older.Charge.Questions);
        Assert.Empty(older.Charge.Abandoned);
        Assert.Equal(40, newer.Charge.Questions.Select(static call => call.Id).Distinct().Count());
        Assert.Empty(newer.Charge.Calls);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Arguments_NobodyCanRead_AreCountedAndThenToldToTheOwnRows(string failure)
    {
        var instance = await StartAsync(options =>
        {
            options.Operations[Kind].MaxAttempts = 3;
            options.PollInterval = TimeSpan.FromMilliseconds(20);
            OlderVersion.Set(options, () => Failure(failure));
        });

        await instance.AddAsync(1, 1);
        await Eventually.EqualAsync(1, () => CountAsync(DurableState.Dead), Patience);

        Assert.Equal(1, await CountAsync("abandoned unread"));
        var (id, args) = Assert.Single(instance.Charge.Abandoned);
        Assert.Equal("""{"row":1}""", args);
        var letter = (await instance.Operations.FindAsync(id, Ended))!;
        Assert.Equal(4, letter.Attempt); // three that could not be made, and the claim that found them used up
        Assert.Contains("arguments", letter.Reason, StringComparison.Ordinal);
        Assert.Empty(instance.Charge.Calls);
        Assert.Empty(instance.Charge.Questions);
    }

    [Fact]
    public async Task Arguments_NeverCalledAndLeftByOthers_AreCalledNotAskedFor()
    {
        var older = await StartAsync(static options => OlderVersion.Set(options, static () => new JsonException()));
        await older.AddAsync(1, 1);
        await older.Logs.FirstAsync(UnreadableEvent);
        await older.StopAsync();

        var newer = await StartAsync();
        await CompletedAsync(1);

        Assert.Null(Assert.Single(newer.Charge.Calls).SinceLastCall);
        Assert.Empty(newer.Charge.Questions);
    }

    [Fact]
    public async Task Arguments_AttemptsUsedUpByOthers_LeaveOneToWhoCanReadThem()
    {
        var older = await StartAsync(options =>
        {
            OlderVersion.Set(options, static () => new JsonException());
            options.Operations[Kind].MaxAttempts = 1;
        });
        await older.AddAsync(1, 1);
        await older.Logs.FirstAsync(UnreadableEvent);
        await older.StopAsync();

        var newer = await StartAsync(options => options.Operations[Kind].MaxAttempts = 1);
        await CompletedAsync(1);

        Assert.Equal(1, await CountAsync("paid"));
    }

    private static Exception Failure(string name)
        => name switch
        {
            "json" => new JsonException("a new member"),
            "argument" => new ArgumentException("a new enum", name),
            "format" => new FormatException(),
            _ => new InvalidTimeZoneException(),
        };
}
