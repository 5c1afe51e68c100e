using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Leasehold.Analyzers.Tests;

/// <summary>
/// One empty compilation that refers to everything this test runs with: the framework, Leasehold, the drivers, EF
/// Core, Dapper and the SDKs. Read once, shared by all samples, nothing is downloaded.
/// </summary>
internal static class SampleReferences
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    public static CSharpCompilation Empty { get; } = CSharpCompilation.Create(
        "Sample",
        references: Paths().Select(static path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable));

    private static IEnumerable<string> Paths() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("Leasehold.Analyzers", StringComparison.Ordinal));
}
