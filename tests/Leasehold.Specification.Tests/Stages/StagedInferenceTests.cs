using System.Net;
using System.Net.Http.Json;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Stages;

/// <summary>
/// How three stages are written without naming a type: that these compile is half of what they show, which overload
/// the compiler chose the other half.
/// </summary>
public sealed class StagedInferenceTests : PoolSpecification<SqliteDatabase>
{
    private sealed record Receipt(string Number);

    private static Task<int> PrepareAsync(Session session, CancellationToken token) => Task.FromResult(7);

    private static Task<Receipt> ChargeAsync(int order, CancellationToken token)
        => Task.FromResult(new Receipt($"r-{order}"));

    private static Task<CallOutcome<Receipt>> TryChargeAsync(int order, CancellationToken token)
        => Task.FromResult(CallOutcome.Declined<Receipt>("no money"));

    private static async Task<Preparation<int, string>> DecideAsync(bool isDone)
    {
        await Task.Yield();
        if (isDone)
        {
            return Preparation.Finish("as before");
        }

        return Preparation.Continue(7);
    }

    private static Task<string> SaveAsync(Session session, int order, Receipt receipt, CancellationToken token)
        => Task.FromResult(receipt.Number);

    [Fact]
    public async Task Run_CallReturnsItsReply_SavesIt()
    {
        var staged = new StagedOperations(Build());

        var number = await staged.RunAsync(
            prepare: async (session, token) => await PrepareAsync(session, token),
            call: async (order, token) => await ChargeAsync(order, token),
            save: (session, order, receipt, token) => Task.FromResult(receipt.Number),
            cancellationToken: Ended);

        Assert.Equal("r-7", number);
    }

    [Fact]
    public async Task Run_WithoutAsyncLambdas_InfersTheSame()
    {
        var staged = new StagedOperations(Build());

        var number = await staged.RunAsync(
            (_, _) => Task.FromResult(7),
            (order, token) => ChargeAsync(order, token),
            (_, _, receipt, _) => Task.FromResult(receipt.Number),
            cancellationToken: Ended);

        Assert.Equal("r-7", number);
    }

    [Fact]
    public async Task Run_WithMethodGroups_InfersTheSame()
    {
        var staged = new StagedOperations(Build());

        Assert.Equal("r-7", await staged.RunAsync(PrepareAsync, ChargeAsync, SaveAsync, cancellationToken: Ended));
        await Assert.ThrowsAsync<CallDeclinedException>(
            () => staged.RunAsync(PrepareAsync, TryChargeAsync, SaveAsync, cancellationToken: Ended));
    }

    [Fact]
    public async Task Run_CallTellsItsOutcome_IsNotTakenForAReply()
    {
        var staged = new StagedOperations(Build());

        // Nothing in save and declined depends on the reply's type, so both overloads fit.
        var result = await staged.RunAsync(
            PrepareAsync,
            async (order, token) => await TryChargeAsync(order, token),
            (_, _, _, _) => Task.FromResult("saved"),
            (_, _, reason, _) => Task.FromResult(reason),
            cancellationToken: Ended);

        Assert.Equal("no money", result);
    }

    [Fact]
    public async Task Run_CallTellsNowARefusalAndNowAReply_InfersTheReply()
    {
        var staged = new StagedOperations(Build());

        var result = await staged.RunAsync(
            PrepareAsync,
            async (order, token) =>
            {
                if (order > 5)
                {
                    return CallOutcome.Declined<Receipt>("too many");
                }

                return await ChargeAsync(order, token);
            },
            (_, _, receipt, _) => Task.FromResult(receipt.Number),
            (_, _, reason, _) => Task.FromResult(reason),
            cancellationToken: Ended);

        Assert.Equal("too many", result);
    }

    [Fact]
    public async Task Run_CallReadsAnHttpAnswer_InfersTheReply()
    {
        var staged = new StagedOperations(Build());

        var result = await staged.RunAsync(
            PrepareAsync,
            async (_, token) =>
            {
                using var response = new HttpResponseMessage(HttpStatusCode.UnprocessableEntity);
                return await CallOutcome.FromHttpAsync(
                    response,
                    (content, reading) => content.ReadFromJsonAsync<Receipt>(reading),
                    cancellationToken: token);
            },
            (_, _, receipt, _) => Task.FromResult(receipt.Number),
            (_, _, reason, _) => Task.FromResult(reason),
            cancellationToken: Ended);

        Assert.Equal("status 422", result);
    }

    [Fact]
    public async Task Run_WithAStageForUnknown_InfersTheReply()
    {
        var staged = new StagedOperations(Build());

        var result = await staged.RunAsync(
            PrepareAsync,
            async (order, token) =>
            {
                await Task.FromException(new HttpRequestException("reset"));
                return await ChargeAsync(order, token);
            },
            (_, _, receipt, _) => Task.FromResult(receipt.Number),
            unknown: (_, _, outcome, _) => Task.FromResult(outcome.Reason!),
            cancellationToken: Ended);

        Assert.Equal(nameof(HttpRequestException), result);
    }

    [Fact]
    public async Task Run_OutcomeTakenForAReply_IsRefusedBeforeAnythingHappens()
    {
        var pools = Build();
        var staged = new StagedOperations(pools);

        // A save that takes the outcome itself fits only the overload in which it is a reply.
        await Assert.ThrowsAsync<ArgumentException>("call", () => staged.RunAsync(
            PrepareAsync,
            TryChargeAsync,
            (_, _, outcome, _) => Task.FromResult(outcome.Kind),
            cancellationToken: Ended));

        Assert.Equal(0, pools.Api.Snapshot().Leased);
    }

    [Theory]
    [InlineData(true, "as before")]
    [InlineData(false, "r-7")]
    public async Task RunOnce_MethodThatDecides_NamesNoTypesInItsAnswers(bool isDone, string expected)
    {
        var staged = new StagedOperations(Build());

        Assert.Equal(expected, await staged.RunOnceAsync(
            (_, _) => DecideAsync(isDone), ChargeAsync, SaveAsync, cancellationToken: Ended));
    }

    [Theory]
    [InlineData(true, "as before")]
    [InlineData(false, "r-7")]
    public async Task RunOnce_WithItsTypes_NamesNoneInTheLambda(bool isDone, string expected)
    {
        var staged = new StagedOperations(Build());

        Assert.Equal(expected, await staged.RunOnceAsync<int, Receipt, string>(
            async (_, _) =>
            {
                await Task.Yield();
                return isDone ? Preparation.Finish("as before") : Preparation.Continue(7);
            },
            ChargeAsync,
            SaveAsync,
            cancellationToken: Ended));
    }

    [Theory]
    [InlineData(true, "as before")]
    [InlineData(false, "r-7")]
    public async Task RunOnce_LambdaWithBothTypes_InfersTheRest(bool isDone, string expected)
    {
        var staged = new StagedOperations(Build());

        Assert.Equal(expected, await staged.RunOnceAsync(
            async (session, token) =>
            {
                var order = await PrepareAsync(session, token);
                return isDone
                    ? Preparation.Finish<int, string>("as before")
                    : Preparation.Continue<int, string>(order);
            },
            async (order, token) => await ChargeAsync(order, token),
            (_, _, receipt, _) => Task.FromResult(receipt.Number),
            cancellationToken: Ended));
    }

    [Theory]
    [InlineData(true, "as before")]
    [InlineData(false, "r-7")]
    public async Task RunOnce_OneOfTwoAnswersNamesTheTypes_IsEnough(bool isDone, string expected)
    {
        var staged = new StagedOperations(Build());

        Assert.Equal(expected, await staged.RunOnceAsync(
            async (session, token) =>
            {
                var order = await PrepareAsync(session, token);
                return isDone ? Preparation.Finish("as before") : Preparation.Continue<int, string>(order);
            },
            ChargeAsync,
            SaveAsync,
            cancellationToken: Ended));
    }
}
