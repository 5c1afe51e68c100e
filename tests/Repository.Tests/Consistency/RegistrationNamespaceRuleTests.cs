using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class RegistrationNamespaceRuleTests() : RuleSpecification(new RegistrationNamespaceRule())
{
    [Theory]
    [InlineData("this IServiceCollection services")]
    [InlineData("this LeaseholdBuilder builder")]
    [InlineData("this IHostApplicationBuilder builder")]
    [InlineData("this IEndpointRouteBuilder endpoints")]
    [InlineData("this DbContextOptionsBuilder<T> options")]
    [InlineData("this TracerProviderBuilder tracer")]
    [InlineData("this ISomethingNewBuilder builder")]
    public void Check_AnExtensionInANamespaceOfItsOwn_Fires(string receiver) =>
        Fires("src/A/B.cs", Method("Leasehold", "Add", receiver));

    [Fact]
    public void Check_ATypeParameterThatStandsForABuilder_Fires() => Fires("src/A/B.cs", Method(
        "Leasehold", "Add<TBuilder>", "this TBuilder builder", "where TBuilder : IEndpointConventionBuilder"));

    [Fact]
    public void Check_AnExtensionBlock_Fires() => Fires(
        "src/A/B.cs",
        "namespace Leasehold;\npublic static class B { extension(IServiceCollection services) { void Add() { } } }\n");

    [Theory]
    [InlineData("Microsoft.Extensions.DependencyInjection", "this IServiceCollection services")]
    [InlineData("Microsoft.Extensions.Hosting", "this IHostApplicationBuilder builder")]
    [InlineData("Microsoft.AspNetCore.Builder", "this IEndpointRouteBuilder endpoints")]
    [InlineData("Microsoft.EntityFrameworkCore", "this DbContextOptionsBuilder<T> options")]
    [InlineData("OpenTelemetry.Metrics", "this MeterProviderBuilder meter")]
    [InlineData("Leasehold", "this ConnectionPools pools")]
    [InlineData("Leasehold", "IServiceCollection services")]
    public void Check_AnExtensionWhereItIsLookedFor_StaysQuiet(string space, string receiver) =>
        Quiet("src/A/B.cs", Method(space, "Add", receiver));

    [Fact]
    public void Check_AnExtensionOfAServicesOwn_StaysQuiet() =>
        Quiet("services/A/B.cs", Method("Payments", "Add", "this IServiceCollection services"));

    private static string Method(string space, string name, string receiver, string constraint = "") =>
        $"namespace {space};\npublic static class B {{ public static void {name}({receiver}) {constraint} {{ }} }}\n";
}
