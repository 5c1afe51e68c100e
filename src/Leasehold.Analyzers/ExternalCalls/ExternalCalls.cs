using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Which calls leave the process: directly, or through one method of this compilation whose body shows it. Within the
/// type of that method its private steps are followed too, and an interface is what implements it here.
/// </summary>
/// <remarks>Thread-safe; each method is looked at once per compilation.</remarks>
internal sealed class ExternalCalls(Compilation compilation, KnownSymbols known)
{
    /// <summary>How many methods of one type may stand between a call and the method that is called.</summary>
    private const int MaxDepth = 5;

    private readonly ConcurrentDictionary<IMethodSymbol, ExternalCall?> _made = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ExternalCall?> _implemented =
        new(SymbolEqualityComparer.Default);

    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> _types = new(() => TypesOf(compilation));
    private readonly DirectCalls _direct = new(known);

    /// <summary>The external call that an invocation makes; null when it makes none.</summary>
    public ExternalCall? Of(IInvocationOperation invocation) => Direct(invocation) ?? Local(invocation);

    private static ImmutableArray<INamedTypeSymbol> TypesOf(Compilation compilation)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(compilation.Assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                {
                    found.Add(type);
                }
            }
        }

        return found.ToImmutable();
    }

    private ExternalCall? Direct(IInvocationOperation invocation) =>
        _direct.Of(invocation.Declared(), invocation.Receiver()?.WithoutConversion().Type);

    private ExternalCall? Local(IInvocationOperation invocation)
    {
        var method = invocation.Declared();
        if (method.DeclaringSyntaxReferences.Length == 0
            || known.Database.AlwaysHeld(method.ContainingType) is not null)
        {
            return null;
        }

        var call = method.IsAbstract ? _implemented.GetOrAdd(method, OfImplementation) : Made(method);
        return call?.Through(method.Name);
    }

    private ExternalCall? OfImplementation(IMethodSymbol method) =>
        _types.Value
            .Where(type => type.Is(method.ContainingType.OriginalDefinition))
            .Select(type => ImplementationIn(type, method))
            .Where(static found => found is { IsAbstract: false })
            .Select(found => Made(found!.OriginalDefinition))
            .FirstOrDefault(static call => call is not null);

    private static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind != TypeKind.Interface)
        {
            return type.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(member =>
                SymbolEqualityComparer.Default.Equals(member.OverriddenMethod?.OriginalDefinition, method));
        }

        var face = type.AllInterfaces.First(face =>
            SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, method.ContainingType.OriginalDefinition));
        var member = face.GetMembers(method.Name)
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method));
        return member is null ? null : type.FindImplementationForInterfaceMember(member) as IMethodSymbol;
    }

    private ExternalCall? Made(IMethodSymbol method) => _made.GetOrAdd(method, found => Look(found, MaxDepth));

    private ExternalCall? Look(IMethodSymbol method, int depth)
    {
        ExternalCall? read = null;
        foreach (var step in MethodBodies.StepsOf(method, compilation).OfType<IInvocationOperation>())
        {
            // A call that changes something outweighs one that only reads.
            var call = Direct(step) ?? WithinType(step, method, depth);
            if (call is { IsRead: false })
            {
                return call;
            }

            read ??= call;
        }

        return read;
    }

    private ExternalCall? WithinType(IInvocationOperation step, IMethodSymbol caller, int depth)
    {
        var callee = step.Declared();
        return depth > 0
            && callee.DeclaringSyntaxReferences.Length > 0
            && !SymbolEqualityComparer.Default.Equals(callee, caller)
            && SymbolEqualityComparer.Default.Equals(
                callee.ContainingType?.OriginalDefinition, caller.ContainingType?.OriginalDefinition)
                ? Look(callee, depth - 1)
                : null;
    }
}
