using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells work that goes on after the method that started it, or beside itself.</summary>
internal sealed class Detached(Compilation compilation)
{
    private static readonly (string Method, string Type)[] Starts =
    [
        ("Run", "System.Threading.Tasks.Task"),
        ("StartNew", "System.Threading.Tasks.TaskFactory"),
        ("QueueUserWorkItem", "System.Threading.ThreadPool"),
        ("UnsafeQueueUserWorkItem", "System.Threading.ThreadPool"),
        ("OnCompleted", "Microsoft.AspNetCore.Http.HttpResponse"),
    ];

    private readonly ImmutableArray<INamedTypeSymbol> _threads = compilation.Known(
        "System.Threading.Thread", "System.Threading.Timer", "System.Timers.Timer");

    private readonly INamedTypeSymbol? _parallel =
        compilation.GetTypeByMetadataName("System.Threading.Tasks.Parallel");

    /// <summary>Task.Run, ThreadPool.QueueUserWorkItem, a queue of delegates, what runs after the response.</summary>
    public static bool IsStart(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return Starts.Any(start => start.Method == method.Name && method.ContainingType is { } type
                && start.Type == ExternalList.FullName(type))
            || IsQueue(call) || IsApplicationStarted(call);
    }

    /// <summary>Parallel.ForEachAsync and its like: each piece of the work runs beside the others.</summary>
    public bool IsParallel(IMethodSymbol method) => method.ContainingType.Is(_parallel);

    /// <summary>Threads and timers, which are given their work when they are made.</summary>
    public bool IsStart(IObjectCreationOperation creation) => creation.Type.IsAny(_threads) && !IsJoined(creation);

    /// <summary>What is done at each tick of a timer.</summary>
    public bool IsTick(IEventAssignmentOperation assignment) =>
        assignment is { Adds: true, EventReference: IEventReferenceOperation { Event.ContainingType: { } owner } }
        && owner.IsAny(_threads);

    /// <summary>Whether the method waits for what a call starts, before it goes on.</summary>
    public static bool IsAwaited(IOperation call)
    {
        var current = call;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case IAwaitOperation:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" } last
                    when last.Instance == current:
                    return true;
                case IInvocationOperation next when next.Instance == current && next.TargetMethod.Name
                    is "ConfigureAwait" or "WaitAsync" or "Unwrap" or "AsTask" or "GetAwaiter":
                case IConversionOperation or IParenthesizedOperation:
                    current = parent;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } unwrap }:
                    current = unwrap;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether a call's task is dropped: <c>_ = SendAsync()</c>, or a statement of its own.</summary>
    public static bool IsDropped(IInvocationOperation call)
    {
        var isTask = !SymbolEqualityComparer.Default.Equals(call.Type.Awaited(), call.Type)
            || (call.Type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" });
        IOperation value = call;
        while (isTask && value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return isTask && value.Parent is IExpressionStatementOperation
            or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    /// <summary>Whether the method waits for the thread that it makes.</summary>
    private static bool IsJoined(IObjectCreationOperation creation)
    {
        IOperation root = creation;
        ISymbol? local = null;
        while (root.Parent is { } parent)
        {
            local ??= (parent as IVariableDeclaratorOperation)?.Symbol;
            root = parent;
        }

        return local is not null && root.Descendants().OfType<IInvocationOperation>().Any(call =>
            call is { TargetMethod.Name: "Join", Instance: ILocalReferenceOperation thread }
            && SymbolEqualityComparer.Default.Equals(thread.Local, local));
    }

    // Who puts work into a queue waits until it is in there, not until it is done.
    private static bool IsQueue(IInvocationOperation call) =>
        (call.TargetMethod.Name.StartsWith("Queue", StringComparison.Ordinal)
            || call.TargetMethod.Name.StartsWith("Enqueue", StringComparison.Ordinal))
        && call.Arguments.Any(static argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate);

    private static bool IsApplicationStarted(IInvocationOperation call) =>
        call is { TargetMethod.Name: "Register", Instance: IPropertyReferenceOperation { Property: var property } }
        && property is { Name: "ApplicationStarted", ContainingType.Name: "IHostApplicationLifetime" };
}
