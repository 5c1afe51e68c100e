using Repository.Tests.Rules.BannedCode;

namespace Repository.Tests.BannedCode;

public sealed class TestDelayRuleTests() : RuleSpecification(new TestDelayRule())
{
    [Theory]
    [InlineData("await Task.Delay(100);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), token);")]
    [InlineData("Thread.Sleep(1);")]
    public void Check_RealTime_Fires(string text) => Fires("tests/A.cs", text);

    [Theory]
    [InlineData("tests/A.cs", "await Task.Delay(Timeout.InfiniteTimeSpan, token);")]
    [InlineData("tests/A.cs", "await Task.Delay(-1, token);")]
    [InlineData("tests/A.cs", "await Task.Delay(wait, _timeProvider, token);")]
    [InlineData("tests/A.cs", "await Task.Delay(wait, fakeTime);")]
    [InlineData("src/A.cs", "await Task.Delay(100);")]
    public void Check_ASignalOrAFakeClock_StaysQuiet(string path, string text) => Quiet(path, text);
}
