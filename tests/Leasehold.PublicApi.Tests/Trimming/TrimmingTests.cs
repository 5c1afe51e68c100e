using System.Reflection;

namespace Leasehold.PublicApi.Tests.Trimming;

/// <summary>
/// What the page on registration promises: these packages are compiled with the analyzers of trimming and native
/// compilation, whose warnings are errors, and say so to whoever publishes.
/// </summary>
public sealed class TrimmingTests
{
    [Theory]
    [InlineData("Leasehold")]
    [InlineData("Leasehold.Sqlite")]
    [InlineData("Leasehold.PostgreSql")]
    [InlineData("Leasehold.MySql")]
    [InlineData("Leasehold.AspNetCore")]
    [InlineData("Leasehold.OpenTelemetry")]
    [InlineData("Leasehold.Durable")]
    public void Package_OfThePromise_IsCompiledForIt(string package)
    {
        var assembly = Assert.Single(Packages.Assemblies, one => one.GetName().Name == package);

        Assert.Contains(
            assembly.GetCustomAttributes<AssemblyMetadataAttribute>(),
            static said => said is { Key: "IsAotCompatible", Value: "True" });
    }
}
