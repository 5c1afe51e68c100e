using System.Reflection;

namespace Leasehold.PublicApi.Tests;

/// <summary>The assemblies of every package that an application uses.</summary>
internal static class Packages
{
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Leasehold*.dll")
            .Where(static path => !path.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Assembly.LoadFrom),
    ];
}
