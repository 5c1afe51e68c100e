using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>What lives as long as its request: what holds a connection, what is made of such, the request.</summary>
internal sealed class ScopedTypes(Compilation compilation, DatabaseSymbols held)
{
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _scoped = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ScopedRegistrations> _registrations = new(() => new ScopedRegistrations(compilation));

    private readonly INamedTypeSymbol?[] _request =
    [
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpContext"),
        compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.IServiceScope"),
    ];

    public bool Contain(ITypeSymbol? type)
        => type is { IsValueType: false, SpecialType: SpecialType.None } && _scoped.GetOrAdd(type, Find);

    private bool Find(ITypeSymbol type)
        => held.KindOf(type) != HeldKind.None
            || _request.Any(r => r is not null && IsA(type, r))
            || IsMadeOfScoped(type)
            || _registrations.Value.Contain(type);

    private static bool IsA(ITypeSymbol type, INamedTypeSymbol wanted)
        => SymbolEqualityComparer.Default.Equals(type, wanted)
            || SymbolEqualityComparer.Default.Equals(type.BaseType, wanted)
            || type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, wanted));

    /// <summary>A class of this project with a constructor that takes, say, a DbContext.</summary>
    private bool IsMadeOfScoped(ITypeSymbol type)
        => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named
            && named.Locations.Any(static l => l.IsInSource)
            && named.InstanceConstructors.Any(c => c.Parameters.Any(p => held.KindOf(p.Type) != HeldKind.None));
}
