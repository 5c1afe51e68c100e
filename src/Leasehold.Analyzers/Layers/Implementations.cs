using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Which methods of this compilation stand behind an interface, an abstract class or a message.</summary>
/// <remarks>Thread-safe; the types are walked once, when first asked.</remarks>
internal sealed class Implementations(Compilation compilation)
{
    /// <summary>More are not told apart by anything, and to take all of them would be a guess.</summary>
    private const int MostTypes = 16;

    private readonly Lazy<Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>> _types =
        new(() => TypesOf(compilation));

    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol[]> _methods =
        new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ITypeSymbol, IMethodSymbol[]> _handlers =
        new(SymbolEqualityComparer.Default);

    /// <summary>Every class and struct of this compilation that has a base of interest.</summary>
    public IEnumerable<INamedTypeSymbol> Types => _types.Value.Values.SelectMany(static types => types)
        .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    /// <summary>The methods that may run when this one is called through its type.</summary>
    public IMethodSymbol[] Of(IMethodSymbol method) => _methods.GetOrAdd(method, Find);

    /// <summary>The methods that handle a message: of a type that implements "I…Handler" of it.</summary>
    public IMethodSymbol[] HandlersOf(ITypeSymbol message) => _handlers.GetOrAdd(message, FindHandlers);

    /// <summary>The handlers of all requests: what runs inside of a pipeline's step.</summary>
    public IEnumerable<IMethodSymbol> AllHandlers() =>
        _types.Value.Where(static one => one.Key.Name == "IRequestHandler")
            .SelectMany(one => one.Value.SelectMany(type => MethodsOf(type, face =>
                SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, one.Key))));

    private static Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> TypesOf(Compilation compilation)
    {
        var found = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                {
                    foreach (var named in type.AndItsBases().Skip(1).OfType<INamedTypeSymbol>())
                    {
                        if (!found.TryGetValue(named.OriginalDefinition, out var types))
                        {
                            found[named.OriginalDefinition] = types = [];
                        }

                        types.Add(type);
                    }
                }
            }
        }

        return found;
    }

    private IMethodSymbol[] Find(IMethodSymbol method) =>
        method.ContainingType is { } owner
        && _types.Value.TryGetValue(owner.OriginalDefinition, out var types) && types.Count <= MostTypes
            ? [.. types.Select(type => ImplementationIn(type, method)).OfType<IMethodSymbol>()
                .Where(static found => found.HasBody()).Select(static found => found.OriginalDefinition)
                .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)]
            : [];

    private static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        var owner = method.ContainingType;
        if (owner.TypeKind != TypeKind.Interface)
        {
            return type.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(member =>
                SymbolEqualityComparer.Default.Equals(
                    member.OverriddenMethod?.OriginalDefinition, method.OriginalDefinition));
        }

        var member = type.AllInterfaces.Where(face => IsOne(face, owner))
            .SelectMany(face => face.GetMembers(method.Name))
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(
                member.OriginalDefinition, method.OriginalDefinition));
        return member is null ? null : type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
    }

    /// <summary>Whether a type's interface is the one asked for: of a generic one, with the same arguments.</summary>
    private static bool IsOne(INamedTypeSymbol face, INamedTypeSymbol asked) =>
        SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, asked.OriginalDefinition)
        && (SymbolEqualityComparer.Default.Equals(face, asked)
            || face.TypeArguments.Concat(asked.TypeArguments).Any(static one => one is ITypeParameterSymbol));

    private IMethodSymbol[] FindHandlers(ITypeSymbol message) =>
    [
        .. _types.Value.Where(static one => one.Key.Name.EndsWith("Handler", StringComparison.Ordinal))
            .SelectMany(one => one.Value.SelectMany(type => MethodsOf(type, face =>
                SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, one.Key)
                && SymbolEqualityComparer.Default.Equals(face.TypeArguments.FirstOrDefault(), message)))),
    ];

    private static IEnumerable<IMethodSymbol> MethodsOf(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> isFace) =>
        type.AllInterfaces.Where(isFace)
            .SelectMany(static face => face.GetMembers().OfType<IMethodSymbol>())
            .Select(member => type.FindImplementationForInterfaceMember(member) as IMethodSymbol)
            .OfType<IMethodSymbol>()
            .Where(static method => method.HasBody())
            .Select(static method => method.OriginalDefinition);
}
