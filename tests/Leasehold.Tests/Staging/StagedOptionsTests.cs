using Leasehold.Sqlite;

namespace Leasehold.Tests.Staging;

public sealed class StagedOptionsTests
{
    public static TheoryData<StagedOptions, string> OutOfRange { get; } = new()
    {
        { new StagedOptions { CallTimeout = TimeSpan.Zero }, nameof(StagedOptions.CallTimeout) },
        { new StagedOptions { CallTimeout = Timeout.InfiniteTimeSpan }, nameof(StagedOptions.CallTimeout) },
        { new StagedOptions { SaveTimeout = TimeSpan.FromDays(2) }, nameof(StagedOptions.SaveTimeout) },
        { new StagedOptions { StopGrace = TimeSpan.FromSeconds(-1) }, nameof(StagedOptions.StopGrace) },
        { new StagedOptions { MaxRetries = 11 }, nameof(StagedOptions.MaxRetries) },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task Run_OptionOutOfItsRange_ThrowsBeforeStageOne(StagedOptions options, string name)
    {
        await using var pools = new ConnectionPoolsBuilder(
            new SqliteProvider("Data Source=never-opened"), new LeaseholdOptions()).Build();
        var hasBegun = false;

        var refusal = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new StagedOperations(pools).RunAsync(
            (_, _) => Task.FromResult(hasBegun = true),
            static (_, _) => Task.FromResult(1),
            static (_, _, reply, _) => Task.FromResult(reply),
            options: options,
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal($"options.{name}", refusal.ParamName);
        Assert.False(hasBegun);
    }
}
