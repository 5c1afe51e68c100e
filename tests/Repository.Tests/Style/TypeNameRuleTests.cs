using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class TypeNameRuleTests() : RuleSpecification(new TypeNameRule())
{
    [Theory]
    [InlineData("SqlHelper")]
    [InlineData("HelpersOfSql")]
    [InlineData("StringUtils")]
    [InlineData("PoolManager")]
    [InlineData("CommonOptions")]
    [InlineData("GateImpl")]
    [InlineData("BasePool")]
    [InlineData("PoolBase")]
    public void Check_AnEmptyName_Fires(string name) => Fires("src/A.cs", $"class {name};");

    [Theory]
    [InlineData("DatabasePool")]
    [InlineData("Database")]
    [InlineData("Commons")]
    [InlineData("Implication")]
    [InlineData("OnBaseLine")]
    [InlineData("ManagedLease")]
    public void Check_AWordThatOnlyLooksLikeIt_StaysQuiet(string name) => Quiet("src/A.cs", $"class {name};");
}
