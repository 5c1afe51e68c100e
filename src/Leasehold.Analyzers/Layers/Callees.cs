using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Which methods of this compilation a call runs, and which of the delegates that it is given.</summary>
internal sealed class Callees(Compilation compilation, KnownSymbols known)
{
    private static readonly string[] Later =
        ["Queue", "Enqueue", "Schedule", "Register", "Subscribe", "OnCompleted", "OnStarting", "Defer", "Add", "Map"];

    private static readonly string[] Dispatching =
        ["Send", "Publish", "Dispatch", "Execute", "Invoke", "Handle", "Query", "Request", "Raise", "Run"];

    private readonly INamedTypeSymbol? _enumerable = compilation.GetTypeByMetadataName("System.Linq.Enumerable");
    private readonly INamedTypeSymbol? _parallel =
        compilation.GetTypeByMetadataName("System.Threading.Tasks.Parallel");

    /// <summary>The methods that a call may run: its own, those that implement it, a message's handlers.</summary>
    public IEnumerable<IMethodSymbol> Of(IInvocationOperation call)
    {
        var target = call.TargetMethod;
        if (target.MethodKind == MethodKind.DelegateInvoke)
        {
            return target.ContainingType.Name == "RequestHandlerDelegate"
                ? known.Implementations.AllHandlers()
                : OfDelegate(call.Instance);
        }

        var declared = call.Declared();
        if (IsOfDatabase(declared))
        {
            return Named(call);
        }

        var own = (declared.HasBody() ? [declared] : Array.Empty<IMethodSymbol>()).Concat(Named(call));
        return call.IsVirtual && (declared.IsAbstract || declared.IsVirtual || declared.IsOverride)
            ? own.Concat(known.Implementations.Of(target)).Concat(declared.HasBody() ? [] : Handlers(call))
            : own;
    }

    // What a driver, or a wrapper of one, does to hand out a connection and to take it back is its own matter.
    private bool IsOfDatabase(IMethodSymbol method) =>
        method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync"
        || method.ContainingType is { } type && !known.Database.IsContext(type)
            && (known.Database.IsOfDatabase(type) || known.Database.IsCommand(type));

    /// <summary>Whether the argument is a lambda written on the spot: what it calls is found there.</summary>
    private static bool IsLambda(IArgumentOperation argument) =>
        argument.Value.WithoutConversion() is IDelegateCreationOperation
        {
            Target: IAnonymousFunctionOperation or IFlowAnonymousFunctionOperation,
        };

    private static bool IsDelegate(IArgumentOperation argument) =>
        argument.Parameter?.Type.TypeKind == TypeKind.Delegate;

    /// <summary>The delegates that a call runs and that are named: methods, and variables that are set once.</summary>
    private IEnumerable<IMethodSymbol> Named(IInvocationOperation call) =>
        call.Arguments.Any(static argument => IsDelegate(argument) && !IsLambda(argument)) && Runs(call)
            ? call.Arguments.Where(static argument => IsDelegate(argument) && !IsLambda(argument))
                .SelectMany(argument => OfDelegate(argument.Value))
            : [];

    /// <summary>The lambda or method that a delegate stands for; none where that is not to be seen.</summary>
    public IEnumerable<IMethodSymbol> OfDelegate(IOperation? value)
    {
        var target = value?.WithoutConversion();
        if (target is ILocalReferenceOperation { Local: var local })
        {
            target = MethodBodies.InitialValue(local, compilation)?.WithoutConversion();
        }

        target = target is IDelegateCreationOperation creation ? creation.Target : target;
        return target switch
        {
            IAnonymousFunctionOperation lambda => [lambda.Symbol],
            IFlowAnonymousFunctionOperation lambda => [lambda.Symbol],
            IMethodReferenceOperation { Method: var method } when method.OriginalDefinition.HasBody() =>
                [method.OriginalDefinition],
            _ => [],
        };
    }

    /// <summary>The lambdas that a call is given and runs before it ends: a retry does, a queue does not.</summary>
    public IEnumerable<IMethodSymbol> Lambdas(IInvocationOperation call) =>
        call.Arguments.Any(IsLambda) && Runs(call)
            ? call.Arguments.Where(IsLambda).SelectMany(argument => OfDelegate(argument.Value))
            : [];

    /// <summary>Whether a call waits for the delegates that it is given.</summary>
    public bool Runs(IInvocationOperation call)
    {
        var method = call.Declared();
        return method.ContainingType.Is(_enumerable) || method.ContainingType.Is(_parallel)
            || !Later.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
            && (known.Tasks.IsTask(call.Type)
                || method.Name.StartsWith("Execute", StringComparison.Ordinal)
                || method.Name.StartsWith("Invoke", StringComparison.Ordinal)
                || method.Name.StartsWith("Run", StringComparison.Ordinal)
                || method.Name is "ForEach" or "Retry" or "Do");
    }

    /// <summary>The handlers of the message that a mediator, a dispatcher or a bus in memory is given.</summary>
    private IEnumerable<IMethodSymbol> Handlers(IInvocationOperation call) =>
        Dispatching.Any(verb => call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal))
            ? call.Arguments.Select(static argument => argument.Value.WithoutConversion().Type)
                .OfType<INamedTypeSymbol>()
                .Where(static type => type.SpecialType == SpecialType.None && !type.IsValueType)
                .Take(1)
                .SelectMany(type => known.Implementations.HandlersOf(type))
            : [];
}
