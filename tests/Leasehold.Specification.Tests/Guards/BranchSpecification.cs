using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>In mode Throw: a call is stopped when its own branch of the flow holds, and else reported.</summary>
public abstract class BranchSpecification<TDatabase> : GuardSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const string Endpoint = "GET /both";

    private readonly TaskCompletionSource _holds = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Call_BesideAQueryOfTheSameFlow_IsReportedAndNotStopped()
    {
        var pools = BuildThrowing();
        using var flow = Flow.Begin(Endpoint, Workload.Api);

        await Task.WhenAll(HoldAsync(pools), CallMeanwhileAsync());

        AssertReported(pools, endpoint: Endpoint);
        Assert.Equal(1, Other.Requests);
        Assert.Contains("not stopped", Logs.Of(LogEvents.CalledWhileHolding)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_BesideASessionOfTheSameFlow_IsNotStopped()
    {
        var pools = BuildThrowing();
        using var flow = Flow.Begin(Endpoint, Workload.Api);

        await Task.WhenAll(
            pools.InSessionAsync(
                async (_, _) =>
                {
                    _holds.SetResult();
                    await _isDone.Task;
                },
                Ended),
            CallMeanwhileAsync());

        Assert.Equal(1, Other.Requests);
    }

    [Fact]
    public async Task Call_OfABranchThatHoldsItself_IsStoppedAndNamesItsOwnLease()
    {
        var pools = BuildThrowing();
        using var flow = Flow.Begin(Endpoint, Workload.Api);
        var beside = HoldAsync(pools);
        await _holds.Task;

        var stopped = await Assert.ThrowsAsync<ExternalCallException>(HoldAndCallAsync);

        // The compiler names a local function by the method around it; the other lease is HoldAsync's.
        Assert.Equal(nameof(Call_OfABranchThatHoldsItself_IsStoppedAndNamesItsOwnLease), stopped.Holder?.Member);
        Assert.Equal(0, Other.Requests);
        _isDone.SetResult();
        await beside;

        async Task HoldAndCallAsync()
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            await CallAsync();
        }
    }

    [Fact]
    public async Task Call_InABranchBegunByTheHolder_IsStopped()
    {
        var pools = BuildThrowing();
        using var flow = Flow.Begin(Endpoint, Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        await Assert.ThrowsAsync<ExternalCallException>(() => Task.WhenAll(Task.Run(CallAsync, Ended)));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("read session")]
    [InlineData("work in a session")]
    [InlineData("bare connection")]
    [InlineData("blocking lease")]
    public async Task Call_InAFlow_IsStoppedHoweverTheConnectionWasTaken(string way)
    {
        var pools = BuildThrowing();
        using var flow = Flow.Begin(Endpoint, Workload.Api);

        // Each in the test's own frame, as in an application's.
        switch (way)
        {
            case "session":
                await using (await pools.BeginSessionAsync(cancellationToken: Ended))
                {
                    await Assert.ThrowsAsync<ExternalCallException>(CallAsync);
                }

                break;
            case "read session":
                await using (await pools.BeginReadSessionAsync(cancellationToken: Ended))
                {
                    await Assert.ThrowsAsync<ExternalCallException>(CallAsync);
                }

                break;
            case "work in a session":
                await Assert.ThrowsAsync<ExternalCallException>(
                    () => pools.InSessionAsync((_, _) => CallAsync(), Ended));
                break;
            case "bare connection":
                await using (await pools.Api.OpenConnectionAsync(Ended))
                {
                    await Assert.ThrowsAsync<ExternalCallException>(CallAsync);
                }

                break;
            default:
                using (pools.Api.Lease())
                {
                    await Assert.ThrowsAsync<ExternalCallException>(CallAsync);
                }

                break;
        }

        await CallAsync();
        Assert.Equal(1, Other.Requests);
        Assert.Equal(0, flow.HeldLeases);
    }

    [Fact]
    public async Task Call_OfAHealthProbe_IsReportedAndNotStopped()
    {
        var pools = BuildThrowing();
        using var flow = Flow.BeginProbe("health check neighbour", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        await CallAsync();

        AssertReported(pools, endpoint: "health check neighbour");
        Assert.Equal(1, Other.Requests);
    }

    private ConnectionPools BuildThrowing() => Build(guard: new GuardOptions { Mode = GuardMode.Throw });

    private async Task HoldAsync(ConnectionPools pools)
    {
        await using var lease = await pools.Api.LeaseAsync(Ended);
        await lease.Connection.ReadAsync(Database.Touch);
        _holds.SetResult();
        await _isDone.Task;
    }

    private async Task CallMeanwhileAsync()
    {
        await _holds.Task;
        try
        {
            await CallAsync();
        }
        finally
        {
            _isDone.SetResult();
        }
    }
}

public sealed class MariaDbBranchTests : BranchSpecification<MariaDbDatabase>;

public sealed class PostgreSqlBranchTests : BranchSpecification<PostgreSqlDatabase>;

public sealed class SqliteBranchTests : BranchSpecification<SqliteDatabase>;
