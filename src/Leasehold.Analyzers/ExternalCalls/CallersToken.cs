using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Whether a token is the caller's: a parameter, a request's, or one that is linked to such a token.</summary>
internal sealed class CallersToken(KnownSymbols known, Compilation compilation)
{
    /// <summary>Whose properties are the tokens of whoever asked.</summary>
    private readonly ImmutableArray<INamedTypeSymbol> _requests = compilation.Known(
        "Microsoft.AspNetCore.Http.HttpContext",
        "Microsoft.AspNetCore.SignalR.HubCallerContext",
        "Microsoft.AspNetCore.Connections.ConnectionContext",
        "Grpc.Core.ServerCallContext",
        "MassTransit.PipeContext",
        "MassTransit.ConsumeContext");

    private readonly INamedTypeSymbol? _service =
        compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.BackgroundService");

    /// <summary>The token's name where a save must not depend on it; null for every other token.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="body">The method or lambda as written.</param>
    public string? NameOf(IOperation value, IOperation body)
    {
        for (var i = 0; i < 8; i++)
        {
            switch (value.WithoutConversion())
            {
                case IParameterReferenceOperation { Parameter: var parameter }:
                    return IsBounded(parameter, body) ? null : parameter.Name;
                case IPropertyReferenceOperation { Property: { Name: not "Token" } property } reference
                    when property.Type.Is(known.Tasks.CancellationToken):
                    return IsOfRequest(reference) || WrapsOne(property) ? property.Name : null;
                case IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation source }
                    when Linked(source, body) is { } link:
                    value = link;
                    break;
                case ILocalReferenceOperation local when InitialValue(local, body) is { } initial:
                    value = initial;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private bool IsOfRequest(IPropertyReferenceOperation property) =>
        property.Property.ContainingType.IsAny(_requests)
        || property.Instance?.WithoutConversion().Type.IsAny(_requests) == true;

    /// <summary>Whether a property of this compilation only passes a request's token on.</summary>
    private bool WrapsOne(IPropertySymbol property) =>
        property.GetMethod is { } getter && getter.HasBody()
        && MethodBodies.StepsOf(getter, compilation).OfType<IPropertyReferenceOperation>().Any(IsOfRequest);

    private static IOperation? InitialValue(ILocalReferenceOperation local, IOperation body) =>
        body.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local))
            ?.GetVariableInitializer()?.Value;

    private IOperation? Linked(ILocalReferenceOperation source, IOperation body) =>
        InitialValue(source, body) is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link
            ? Tokens(link).FirstOrDefault(token => NameOf(token, body) is not null)
            : null;

    private IEnumerable<IOperation> Tokens(IInvocationOperation link) =>
        link.Arguments.SelectMany(static argument => argument.Value.DescendantsAndSelf())
            .Where(part => part.Type.Is(known.Tasks.CancellationToken) && part is not IConversionOperation);

    // The host's token of a background service, and the bounded tokens of stages, are nobody's disconnect.
    private bool IsBounded(IParameterSymbol parameter, IOperation body) =>
        parameter.ContainingSymbol is not IMethodSymbol method
        || (method.IsOverride && method.ContainingType.Is(_service))
        || (method.MethodKind == MethodKind.AnonymousFunction && (TellsOutcome(method) || IsStage(method, body)));

    // Written for the call stage, wherever it is passed on from.
    private bool TellsOutcome(IMethodSymbol lambda) =>
        lambda.Parameters.Length > 1
        && known.Database.Staged is not null
        && lambda.ReturnType is INamedTypeSymbol result
        && known.Tasks.Unwrap(result) is { Name: "CallOutcome", ContainingNamespace.Name: "Leasehold" };

    /// <summary>Whether a lambda is a stage after the first, whose token is still the caller's.</summary>
    private bool IsStage(IMethodSymbol lambda, IOperation body) =>
        body.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>()
            .FirstOrDefault(written => SymbolEqualityComparer.Default.Equals(written.Symbol, lambda))
            is { Parent: IDelegateCreationOperation { Parent: IArgumentOperation argument } }
        && argument is { Parameter.Name: not "prepare", Parent: IInvocationOperation staged }
        && staged.TargetMethod.ContainingType.Is(known.Database.Staged);
}
