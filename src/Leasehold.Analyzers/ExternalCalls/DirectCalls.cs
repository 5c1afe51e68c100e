using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells from a method's own symbol whether it is an external call.</summary>
internal sealed class DirectCalls(Compilation compilation, KnownSymbols known)
{
    private readonly INamedTypeSymbol? _invoker =
        compilation.GetTypeByMetadataName("System.Net.Http.HttpMessageInvoker");

    private readonly INamedTypeSymbol? _mark = compilation.GetTypeByMetadataName("Leasehold.ExternalCallAttribute");

    /// <summary>The call that an invocation is by its type; null when it is none.</summary>
    public ExternalCall? Of(IInvocationOperation invocation)
    {
        var method = invocation.Declared();
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension)
            || method.ContainingType is not { } owner || IsOfObject(method))
        {
            return null;
        }

        var receiver = invocation.Receiver()?.WithoutConversion().Type;
        var type = receiver ?? owner;
        var said = known.External.IsSaid(owner, method.Name)
            ?? (type is INamedTypeSymbol named ? known.External.IsSaid(named, method.Name) : null);
        if (said is not null)
        {
            return said == true ? Call(method, type, isRead: false) : null;
        }

        var entry = Listed(method, type, "type") ?? (receiver is null ? null : Listed(method, owner, "type"))
            ?? known.External.Of(known.Tasks.Unwrap(method.ReturnType), "returns").FirstOrDefault();
        return entry is not null && !(entry.Kind == "returns" && IsPlain(method, receiver))
            || IsMarked(method) || IsOfConfigured(method, type) || IsOfWrapper(method)
                ? Call(method, type, entry?.IsRead == true)
                : null;
    }

    /// <summary>The call that the name of a port promises, where nothing here shows what stands behind it.</summary>
    public ExternalCall? ByName(IInvocationOperation invocation)
    {
        var method = invocation.Declared();
        var type = invocation.Receiver()?.WithoutConversion().Type ?? method.ContainingType;
        return method.MethodKind == MethodKind.Ordinary && !method.IsStatic && !IsOfObject(method)
            && !(type is INamedTypeSymbol named && known.External.IsSaid(named, method.Name) == false)
            && Listed(method, type, "named") is not null
                ? Call(method, type, isRead: false)
                : null;
    }

    private static ExternalCall Call(IMethodSymbol method, ITypeSymbol type, bool isRead) =>
        new($"{type.Name}.{method.Name}", isRead || ExternalCall.IsOfReading(method.Name));

    private static bool IsOfObject(IMethodSymbol method) =>
        method.IsOverride && method.Name is "ToString" or "Equals" or "GetHashCode" or "GetType"
        || method.Name is "Dispose" or "DisposeAsync" or "Close";

    // "response.GetRawResponse()" is no call; "pages.AsPages()" and the like only look at what came.
    private bool IsPlain(IMethodSymbol method, ITypeSymbol? receiver) =>
        !IsAsync(method) && receiver is not null
        && (known.External.Of(receiver, "returns").Length > 0 || receiver.SpecialType != SpecialType.None);

    private ExternalEntry? Listed(IMethodSymbol method, ITypeSymbol? type, string kind) =>
        known.External.Of(type, kind)
            .FirstOrDefault(entry => entry.CountsTasks && IsAsync(method) || entry.Names(method.Name));

    private bool IsMarked(IMethodSymbol method)
    {
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
            attribute.AttributeClass.Is(_mark) || known.External.Of(attribute.AttributeClass, "marked").Length > 0);

    private bool IsOfConfigured(IMethodSymbol method, ITypeSymbol type) =>
        IsAsync(method) && TakenBy(type).Any(taken => known.External.Of(taken, "configured").Length > 0);

    /// <summary>
    /// Whether it belongs to a typed client of another assembly: its constructor takes an HttpClient, and no database
    /// beside it. In this compilation the body tells, see <see cref="ExternalCalls"/>.
    /// </summary>
    private bool IsOfWrapper(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length == 0
        && !method.IsStatic
        && IsAsync(method)
        && method.ContainingType.InstanceConstructors.Any(constructor =>
            constructor.Parameters.Any(parameter => parameter.Type.Is(_invoker))
            && !constructor.Parameters.Any(parameter => known.Database.IsOfDatabase(parameter.Type)));

    private static IEnumerable<ITypeSymbol> TakenBy(ITypeSymbol type) =>
        type.AndItsBases().OfType<INamedTypeSymbol>()
            .Where(static owner => owner.DeclaringSyntaxReferences.Length == 0)
            .SelectMany(static owner => owner.InstanceConstructors)
            .SelectMany(static constructor => constructor.Parameters)
            .Select(static parameter => parameter.Type);

    private bool IsAsync(IMethodSymbol method) =>
        known.Tasks.IsTask(method.ReturnType) || method.ReturnType.Is(known.Tasks.AsyncEnumerable);
}
