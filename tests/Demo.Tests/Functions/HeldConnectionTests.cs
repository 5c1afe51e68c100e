using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Serving;

namespace Leasehold.Demo.Tests.Functions;

/// <summary>What each function holds while its external call is under way.</summary>
public sealed class HeldConnectionTests
{
    public static TheoryData<GuideFunction> Functions => [.. Enum.GetValues<GuideFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task WrongWay_DuringTheCall_HoldsAnApiConnection(GuideFunction function)
    {
        await using var side = await SideUnderTest.StartAsync(SideStyle.WrongWay, FunctionPlans.Of(function));
        var work = side.StartWorkAsync();
        await side.FirstCall;

        var api = side.Pools.Api.Snapshot();
        Assert.Equal(1, api.InUse);
        var holder = Assert.Single(api.Holders);
        Assert.Contains(function is GuideFunction.Video or GuideFunction.Upload ? "POST /" : " task", holder.Flow!);
        Assert.Equal(0, side.Pools.Background.Snapshot().InUse);
        Assert.InRange(await work, 200, 202);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Staged_DuringTheCall_HoldsNothing(GuideFunction function)
    {
        await using var side = await SideUnderTest.StartAsync(SideStyle.Staged, FunctionPlans.Of(function));
        var work = side.StartWorkAsync();
        await side.FirstCall;

        Assert.All(side.Pools.Snapshot(), static pool => Assert.Equal(0, pool.InUse));
        Assert.Equal(0, await side.CountAsync("completed"));
        Assert.InRange(await work, 200, 202);
    }
}
