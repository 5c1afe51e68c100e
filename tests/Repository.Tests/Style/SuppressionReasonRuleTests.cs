using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class SuppressionReasonRuleTests() : RuleSpecification(new SuppressionReasonRule())
{
    [Theory]
    [InlineData("src/A.cs", "#pragma warning disable CA1000")]
    [InlineData("src/A.cs", "#pragma warning disable CA1000 //")]
    [InlineData("src/A.cs", "[SuppressMessage(\"Design\", \"CA1000\")]")]
    [InlineData("src/A.cs", "[SuppressMessage(\"Design\", \"CA1000\", Justification = \"\")]")]
    [InlineData("src/A.csproj", "<NoWarn>$(NoWarn);CA1000</NoWarn>")]
    [InlineData("src/A.csproj", "<!-- CA2000: of no use here. -->\n<NoWarn>$(NoWarn);CA1000</NoWarn>")]
    [InlineData("src/A.csproj", "<PackageReference Include=\"B\" NoWarn=\"NU1608\" />")]
    [InlineData(".editorconfig", "dotnet_diagnostic.CA1000.severity = none")]
    [InlineData(".editorconfig", "# CA2000: of no use.\ndotnet_diagnostic.CA1000.severity = silent")]
    public void Check_NoReason_Fires(string path, string text) => Fires(path, text);

    [Theory]
    [InlineData("src/A.cs", "#pragma warning disable CA1000 // the type argument is the point")]
    [InlineData("src/A.cs", "// the type argument is the point\n#pragma warning disable CA1000")]
    [InlineData("src/A.cs", "#pragma warning restore CA1000")]
    [InlineData("src/A.cs", "[SuppressMessage(\"Design\", \"CA1000\",\n    Justification = \"It is the point.\")]")]
    [InlineData("src/A.csproj", "<!-- CA1000/CA1001: of no use\n     here. -->\n"
        + "<NoWarn>$(NoWarn);CA1000;CA1001</NoWarn>")]
    [InlineData(".editorconfig", "# CA1000/CA1001: of no use.\ndotnet_diagnostic.CA1000.severity = none\n"
        + "dotnet_diagnostic.CA1001.severity = none")]
    [InlineData(".editorconfig", "dotnet_diagnostic.CA1000.severity = error")]
    public void Check_AReasonBesideIt_StaysQuiet(string path, string text) => Quiet(path, text);
}
