using Leasehold.Durable.Faults;

namespace Leasehold.Durable.Tests.Faults;

public sealed class FaultTriggerTests
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
        => Assert.Throws<FormatException>(() => FaultTrigger.Parse(text));

    [Fact]
    public async Task Pass_TheNthOfItsPoint_FiresOnce()
    {
        var trigger = FaultTrigger.Parse("call.before:2:throw");

        await trigger.PassAsync("call.before", default);
        await trigger.PassAsync("call.after", default);
        var fault = await Assert.ThrowsAsync<InjectedFaultException>(() => trigger.PassAsync("call.before", default));
        await trigger.PassAsync("call.before", default);

        Assert.Equal("call.before", fault.Point);
    }

    [Fact]
    public async Task Pass_AnyPoint_CountsThemAll()
    {
        var trigger = FaultTrigger.Parse("*:3:cancel");

        await trigger.PassAsync("a", default);
        await trigger.PassAsync("b", default);

        await Assert.ThrowsAsync<OperationCanceledException>(() => trigger.PassAsync("c", default));
    }

    [Fact]
    public async Task Pass_SeveralFaults_EachFiresAtItsOwnPoint()
    {
        var trigger = FaultTrigger.Parse("a:1:cancel;b:2:throw");

        await trigger.PassAsync("b", default);
        await Assert.ThrowsAsync<OperationCanceledException>(() => trigger.PassAsync("a", default));
        var fault = await Assert.ThrowsAsync<InjectedFaultException>(() => trigger.PassAsync("b", default));

        Assert.Equal("b", fault.Point);
    }

    [Fact]
    public async Task Pass_Hang_EndsWithItsToken()
    {
        using var over = new CancellationTokenSource();
        var passing = FaultTrigger.Parse("a:1:hang").PassAsync("a", over.Token);
        Assert.False(passing.IsCompleted);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => passing);
    }

    [Fact]
    public void All_NamesEveryPointOnce()
        => Assert.Equal(FaultPoints.All.Count, FaultPoints.All.Distinct(StringComparer.Ordinal).Count());
}
