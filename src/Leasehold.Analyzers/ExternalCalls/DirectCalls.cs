using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Tells from a method's own symbol whether it is an external call.</summary>
internal sealed class DirectCalls(KnownSymbols known)
{
    private readonly ExternalSymbols _external = known.External;

    /// <summary>The call that a method is; null when it is none.</summary>
    /// <param name="method">The method, extension methods unreduced.</param>
    /// <param name="receiver">The type of what it is called on.</param>
    public ExternalCall? Of(IMethodSymbol method, ITypeSymbol? receiver)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension)
            || method.ContainingType is null || IsOfObject(method))
        {
            return null;
        }

        var isExternal = IsMarked(method) || IsSend(method, receiver) || IsSdkCall(method, receiver)
            || IsClassic(method, receiver) || IsOfWrapper(method);
        var type = receiver ?? method.ContainingType;
        return isExternal ? new ExternalCall($"{type.Name}.{method.Name}", IsRead(method, receiver)) : null;
    }

    private static bool IsOfObject(IMethodSymbol method) =>
        method.IsOverride && method.Name is "ToString" or "Equals" or "GetHashCode" or "GetType"
        || method.Name is "Dispose" or "DisposeAsync" or "Close";

    private bool IsMarked(IMethodSymbol method)
    {
        if (_external.Mark is null && _external.RefitVerb is null)
        {
            return false;
        }

        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (HasMark(current) || HasMark(current.ContainingType))
            {
                return true;
            }
        }

        return method.ContainingType.AllInterfaces.Any(face =>
            face.GetMembers(method.Name).OfType<IMethodSymbol>().Any(member =>
                (HasMark(member) || HasMark(face))
                && SymbolEqualityComparer.Default.Equals(
                    method.ContainingType.FindImplementationForInterfaceMember(member), method)));
    }

    private bool HasMark(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute =>
            attribute.AttributeClass.Is(_external.Mark) || attribute.AttributeClass.Is(_external.RefitVerb));

    private bool IsSend(IMethodSymbol method, ITypeSymbol? receiver)
    {
        var type = receiver ?? method.ContainingType;
        if (method.ReturnsVoid)
        {
            return false;
        }

        // A derived client's own methods are calls when they return a task; a property's builder is none.
        if (type.IsAny(_external.Senders))
        {
            return method.ContainingType.IsAny(_external.Senders)
                && IsDeclaredBySdk(method.ContainingType, _external.Senders) || IsAsync(method);
        }

        return type.Is(_external.GrpcClient)
            && !SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, _external.GrpcClient)
            && method.ContainingType is { Name: not "ClientBase" };
    }

    private static bool IsDeclaredBySdk(ITypeSymbol type, ImmutableArray<INamedTypeSymbol> senders) =>
        senders.Any(sender => SymbolEqualityComparer.Default.Equals(
            type.OriginalDefinition.ContainingAssembly, sender.ContainingAssembly));

    private bool IsSdkCall(IMethodSymbol method, ITypeSymbol? receiver)
    {
        var result = known.Tasks.Unwrap(method.ReturnType);
        if (result.IsAny(_external.SdkResults))
        {
            return IsAsync(method) || !result.Is(receiver as INamedTypeSymbol);
        }

        var type = receiver ?? method.ContainingType;
        return IsAsync(method)
            && (type.IsAny(_external.SdkClients) || (_external.SdkOptions.Length > 0 && IsConfiguredClient(type)));
    }

    private bool IsConfiguredClient(ITypeSymbol type) =>
        type.AndItsBases().OfType<INamedTypeSymbol>().SelectMany(static owner => owner.InstanceConstructors)
            .Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.IsAny(_external.SdkOptions)));

    private bool IsClassic(IMethodSymbol method, ITypeSymbol? receiver) =>
        (receiver ?? method.ContainingType).IsAny(_external.Classic)
        && _external.ClassicVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
        && method.Name is not ("GetLifetimeService" or "GetStream" or "GetSystemWebProxy" or "GetRequestStream");

    /// <summary>
    /// Whether it belongs to a typed client of another assembly: its constructor takes an HttpClient, and no database
    /// beside it. In this compilation the body tells, see <see cref="ExternalCalls"/>.
    /// </summary>
    private bool IsOfWrapper(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length == 0
        && !method.IsStatic
        && IsAsync(method)
        && method.ContainingType.InstanceConstructors.Any(constructor =>
            constructor.Parameters.Any(parameter => parameter.Type.Is(_external.HttpInvoker))
            && !constructor.Parameters.Any(parameter => IsDatabase(parameter.Type)));

    private bool IsDatabase(ITypeSymbol type) =>
        known.Database.IsConnection(type) || known.Database.IsContext(type) || type.Is(known.Database.DataSource)
        || type.Is(known.Database.Pools) || known.Database.AlwaysHeld(type) is not null;

    private bool IsAsync(IMethodSymbol method) =>
        known.Tasks.IsTask(method.ReturnType) || method.ReturnType.Is(known.Tasks.AsyncEnumerable);

    private bool IsRead(IMethodSymbol method, ITypeSymbol? receiver) =>
        receiver.Is(_external.HttpInvoker) && method.Name.StartsWith("Get", StringComparison.Ordinal);
}
