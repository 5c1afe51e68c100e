using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Calls that last as long as a caller takes to read, and the members that a caller calls.</summary>
internal sealed class ServedSymbols(Compilation compilation, KnownSymbols known)
{
    private readonly INamedTypeSymbol? _response =
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.HttpResponse");

    private readonly INamedTypeSymbol? _next =
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Http.RequestDelegate");

    private readonly ImmutableArray<INamedTypeSymbol> _streams = compilation.Known(
        "Grpc.Core.IAsyncStreamWriter`1", "Microsoft.AspNetCore.SignalR.IClientProxy");

    private readonly ImmutableArray<INamedTypeSymbol> _clients = compilation.Known(
        "Microsoft.AspNetCore.SignalR.IHubClients`1", "Microsoft.AspNetCore.SignalR.IHubCallerClients`1");

    private readonly ImmutableArray<INamedTypeSymbol> _services = compilation.Known(
        "Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.SignalR.Hub");

    private readonly INamedTypeSymbol? _routes =
        compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions");

    /// <summary>How a message names a call that writes to a caller; null for every other call.</summary>
    public string? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return method.ContainingType.Is(_next) ? "the rest of the request" : null;
        }

        if (!known.Tasks.IsTask(method.ReturnType))
        {
            return null;
        }

        var receiver = call.Receiver()?.WithoutConversion();
        return receiver?.Type.Is(_response) == true && method.Name is not "CompleteAsync"
            || receiver?.Type.IsAny(_streams) == true || IsClient(receiver) || IsBody(receiver)
            || call.Arguments.Any(argument => IsBody(argument.Value.WithoutConversion()))
                ? $"'{(receiver?.Type ?? method.ContainingType).Name}.{method.Name}'"
                : null;
    }

    /// <summary>Whether callers from outside call a method: an action of a controller, a method of a hub.</summary>
    public bool IsEndpoint(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false }
        && method.ContainingType.IsAny(_services);

    /// <summary>Whether a call maps a route to the delegates that it is given.</summary>
    public bool IsMapping(IInvocationOperation call) => call.TargetMethod.ContainingType.Is(_routes);

    private bool IsClient(IOperation? receiver) => receiver switch
    {
        IInvocationOperation { Instance.Type: { } type } => type.IsAny(_clients),
        IPropertyReferenceOperation { Instance.Type: { } type } => type.IsAny(_clients),
        _ => false,
    };

    /// <summary>The body of a response, or a writer that was made of it.</summary>
    private bool IsBody(IOperation? value) => value switch
    {
        IPropertyReferenceOperation { Property: { Name: "Body" or "BodyWriter" } property } =>
            property.ContainingType.Is(_response),
        ILocalReferenceOperation { Local: { Type.Name: "StreamWriter" or "Stream" or "PipeWriter" } local } =>
            MethodBodies.InitialValue(local, compilation)?.DescendantsAndSelf()
                .Any(part => part is IPropertyReferenceOperation && IsBody(part)) == true,
        _ => false,
    };
}
