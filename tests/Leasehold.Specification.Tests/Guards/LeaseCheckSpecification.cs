using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>The assertion for tests: nothing was held across an external call, and nothing still is.</summary>
public abstract class LeaseCheckSpecification<TDatabase> : GuardSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task AssertClean_LeasedReturnedAndThenCalled_Passes()
    {
        var pools = Build();
        await using var before = await LeaseElsewhereAsync(pools.Background);
        var check = LeaseCheck.Begin(pools);
        await pools.InSessionAsync(ReadOneAsync, Ended);
        using (Flow.Begin("GET /caller", Workload.Api))
        {
            await CallAsync();
        }

        await check.AssertCleanAsync(cancellationToken: Ended);
    }

    [Fact]
    public async Task AssertClean_CalledWhileHolding_NamesTheCall()
    {
        var pools = Build();
        var check = LeaseCheck.Begin(pools);
        using var flow = Flow.Begin("POST /wrong-way", Workload.Api);
        await using (await pools.Api.LeaseAsync(Ended))
        {
            await CallAsync();
        }

        var found = Assert.Throws<LeaseCheckException>(check.AssertClean);

        Assert.Equal("POST /wrong-way", Assert.Single(found.Calls).Endpoint);
        Assert.Contains($"called GET {Other.Authority}", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssertClean_StillHeld_NamesTheHolder()
    {
        var pools = Build();
        var check = LeaseCheck.Begin(pools);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        var found = await Assert.ThrowsAsync<LeaseCheckException>(
            () => check.AssertCleanAsync(TimeSpan.Zero, Ended));

        Assert.Equal(nameof(AssertClean_StillHeld_NamesTheHolder), Assert.Single(found.StillHeld).Member);
        Assert.Contains("LeaseCheckSpecification.cs", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_GuardIsOff_SaysThatItWouldSeeNothing()
    {
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Off });

        Assert.Throws<InvalidOperationException>(() => LeaseCheck.Begin(pools));
    }

    private static Task<ConnectionLease> LeaseElsewhereAsync(ConnectionPool pool)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => pool.LeaseAsync(CancellationToken.None).AsTask());
        }
    }
}
