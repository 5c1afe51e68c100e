using Leasehold.Testing;

namespace Leasehold.Durable.Tests.Faults;

public sealed class FaultPlanTests
{
    [Theory]
    [InlineData("")]
    [InlineData("call.before")]
    [InlineData("call.before:1")]
    [InlineData("call.before:0:throw")]
    [InlineData("call.before:x:throw")]
    [InlineData("call.before:1:explode")]
    [InlineData("call.before:1:throw:more")]
    [InlineData(":1:throw")]
    [InlineData("call.before:1:throw;")]
    [InlineData("call.before:1:throw;save.before:1")]
    public void Parse_NotAFault_IsRefused(string text)
        => Assert.Throws<FormatException>(() => FaultPlan.Parse(text));

    [Fact]
    public async Task Pass_TheNthOfItsPoint_FiresOnce()
    {
        var plan = FaultPlan.Parse("call.before:2:throw");

        await plan.PassAsync("call.before", default);
        await plan.PassAsync("call.after", default);
        var fault = await Assert.ThrowsAsync<InjectedFaultException>(
            () => plan.PassAsync("call.before", default).AsTask());
        await plan.PassAsync("call.before", default);

        Assert.Equal("call.before", fault.Step);
    }

    [Fact]
    public async Task Pass_AnyPoint_CountsThemAll()
    {
        var plan = FaultPlan.Parse("*:3:cancel");

        await plan.PassAsync("a", default);
        await plan.PassAsync("b", default);

        await Assert.ThrowsAsync<OperationCanceledException>(() => plan.PassAsync("c", default).AsTask());
    }

    [Fact]
    public async Task Pass_SeveralFaults_EachFiresAtItsOwnPoint()
    {
        var plan = FaultPlan.Parse("a:1:cancel;b:2:throw");

        await plan.PassAsync("b", default);
        await Assert.ThrowsAsync<OperationCanceledException>(() => plan.PassAsync("a", default).AsTask());
        var fault = await Assert.ThrowsAsync<InjectedFaultException>(() => plan.PassAsync("b", default).AsTask());

        Assert.Equal("b", fault.Step);
    }

    [Fact]
    public async Task Pass_Hang_EndsWithItsToken()
    {
        using var over = new CancellationTokenSource();
        var passing = FaultPlan.Parse("a:1:hang").PassAsync("a", over.Token).AsTask();
        Assert.False(passing.IsCompleted);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passing);
    }

    [Fact]
    public void All_NamesEveryStepOnce()
        => Assert.Equal(DurableSteps.All.Count, DurableSteps.All.Distinct(StringComparer.Ordinal).Count());
}
