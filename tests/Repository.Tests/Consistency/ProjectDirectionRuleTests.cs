using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class ProjectDirectionRuleTests() : RuleSpecification(new ProjectDirectionRule())
{
    [Theory]
    [InlineData("src/Leasehold", "../Leasehold.Sqlite/Leasehold.Sqlite.csproj")]
    [InlineData("src/Leasehold.Sqlite", "../Leasehold.MySql/Leasehold.MySql.csproj")]
    [InlineData("src/Leasehold", "../../services/Payments/Payments.csproj")]
    [InlineData("src/Leasehold.Cli", "../../bench/Leasehold.Scenarios/Leasehold.Scenarios.csproj")]
    [InlineData("services/Payments", "../Images/Images.csproj")]
    [InlineData("services/Payments", "../../simulators/PaymentGateway/PaymentGateway.csproj")]
    [InlineData("services/Payments", @"..\..\simulators\PaymentGateway\PaymentGateway.csproj")]
    [InlineData("simulators/PaymentGateway", "../../services/Payments/Payments.csproj")]
    [InlineData("services/Payments", "../../src/Leasehold.Testing/Leasehold.Testing.csproj")]
    [InlineData("src/Leasehold.Durable", "../Leasehold.Testing/Leasehold.Testing.csproj")]
    [InlineData("demo", "../tests/Leasehold.Tests/Leasehold.Tests.csproj")]
    public void Check_AProjectReferenceAgainstTheDirection_Fires(string project, string reference) =>
        Fires(Project(project), $"<Project><ProjectReference Include=\"{reference}\" /></Project>");

    [Theory]
    [InlineData("src/Leasehold.Sqlite", "../Leasehold/Leasehold.csproj")]
    [InlineData("src/Leasehold.Dashboard", "../Leasehold.AspNetCore/Leasehold.AspNetCore.csproj")]
    [InlineData("services/Payments", "../../src/Leasehold.MySql/Leasehold.MySql.csproj")]
    [InlineData("services/Payments", "../ServiceDefaults/ServiceDefaults.csproj")]
    [InlineData("demo", "../services/Payments/Payments.csproj")]
    [InlineData("tests/Payments.Tests", "../../src/Leasehold.Testing/Leasehold.Testing.csproj")]
    [InlineData("tests/Payments.Tests", "../../services/Payments/Payments.csproj")]
    public void Check_AProjectReferenceAlongTheDirection_StaysQuiet(string project, string reference) =>
        Quiet(Project(project), $"<Project><ProjectReference Include=\"{reference}\" /></Project>");

    [Fact]
    public void Check_AForeignPackageInCore_Fires() => Fires(
        "src/Leasehold/Leasehold.csproj", "<Project><PackageReference Include=\"Npgsql\" /></Project>");

    [Theory]
    [InlineData("<PackageReference Include=\"Microsoft.Extensions.Options\" />")]
    [InlineData("<PackageReference Include=\"Roslynator.Analyzers\" PrivateAssets=\"all\" />")]
    public void Check_AnExtensionOrAnAnalyzerInCore_StaysQuiet(string reference) =>
        Quiet("src/Leasehold/Leasehold.csproj", $"<Project>{reference}</Project>");

    [Theory]
    [InlineData("Payments")]
    [InlineData("Leasehold.Benchmarks")]
    [InlineData("Leasehold.Durable")]
    public void Check_InternalsOpenToOthersThanTests_Fires(string friend) => Fires(
        "src/Leasehold/Leasehold.csproj", $"<Project><InternalsVisibleTo Include=\"{friend}\" /></Project>");

    [Fact]
    public void Check_InternalsOpenToATest_StaysQuiet() => Quiet(
        "src/Leasehold/Leasehold.csproj", "<Project><InternalsVisibleTo Include=\"Leasehold.Tests\" /></Project>");

    [Fact]
    public void Check_ALibraryWithoutADecision_Fires() => Fires(Project("src/Leasehold.New"), "<Project />");

    private static string Project(string folder) => $"{folder}/{Path.GetFileName(folder)}.csproj";
}
