using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class EventIdRuleTests() : RuleSpecification(new EventIdRule())
{
    [Fact]
    public void Check_AnIdUsedTwice_Fires() => Fires(
        ("src/Leasehold/Log.cs", Log("1000")), ("src/Leasehold/Other.cs", Log("1000")));

    [Fact]
    public void Check_TwoAssembliesInOneHundred_Fires() => Fires(
        ("src/Leasehold/Log.cs", Log("1000")), ("services/Payments/Log.cs", Log("1_001")));

    [Theory]
    [InlineData("Level = LogLevel.Error")]
    [InlineData("LogLevel.Error, \"text\"")]
    public void Check_NoId_Fires(string arguments) => Fires("src/Leasehold/Log.cs", Log(arguments));

    [Fact]
    public void Check_HundredsOfTheirOwn_StaysQuiet() => Quiet(
        ("src/Leasehold/Log.cs", Log("1000") + Log("EventId = 1099")),
        ("services/Payments/Log.cs", Log("1100")));

    private static string Log(string arguments) => $"class Log {{ [LoggerMessage({arguments})] void A(); }}";
}
