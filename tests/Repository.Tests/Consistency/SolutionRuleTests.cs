using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class SolutionRuleTests() : RuleSpecification(new SolutionRule())
{
    private const string Solution = "<Solution><Project Path=\"src/A/A.csproj\" /></Solution>";

    [Fact]
    public void Check_AProjectThatIsNotListed_Fires() => Fires(
        ("Leasehold.slnx", "<Solution></Solution>"), ("src/A/A.csproj", "<Project />"));

    [Fact]
    public void Check_AListedProjectThatIsNotThere_Fires() => Fires("Leasehold.slnx", Solution);

    [Fact]
    public void Check_AListedProject_StaysQuiet() => Quiet(
        ("Leasehold.slnx", Solution), ("src/A/A.csproj", "<Project />"));
}
