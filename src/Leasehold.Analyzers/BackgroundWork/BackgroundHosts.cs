using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Classes whose code runs in the background: hosted services and Quartz jobs.</summary>
internal sealed class BackgroundHosts(Compilation compilation)
{
    private readonly INamedTypeSymbol?[] _hosts =
    [
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostedService"),
        compilation.GetTypeByMetadataName("Quartz.IJob"),
    ];

    /// <summary>Whether a class is started with the host and lives as long as it.</summary>
    public bool IsHostedService(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && type.AllInterfaces.Contains(_hosts[0]!, SymbolEqualityComparer.Default);

    /// <summary>Whether a member belongs to such a class, or to a type nested in one.</summary>
    public bool Contain(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.AllInterfaces.Any(i => _hosts.Any(h => SymbolEqualityComparer.Default.Equals(h, i))))
            {
                return true;
            }
        }

        return false;
    }
}
