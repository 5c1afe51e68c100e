using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells work that goes on after the method that started it.</summary>
internal sealed class Detached(Compilation compilation)
{
    private readonly INamedTypeSymbol? _task = compilation.GetTypeByMetadataName("System.Threading.Tasks.Task");
    private readonly INamedTypeSymbol? _factory =
        compilation.GetTypeByMetadataName("System.Threading.Tasks.TaskFactory");
    private readonly INamedTypeSymbol? _pool = compilation.GetTypeByMetadataName("System.Threading.ThreadPool");

    /// <summary>Task.Run, Task.Factory.StartNew, ThreadPool.QueueUserWorkItem.</summary>
    public bool IsStart(IMethodSymbol method) => method.Name switch
    {
        "Run" => SymbolEqualityComparer.Default.Equals(method.ContainingType, _task),
        "StartNew" => IsFactory(method.ContainingType),
        "QueueUserWorkItem" or "UnsafeQueueUserWorkItem"
            => SymbolEqualityComparer.Default.Equals(method.ContainingType, _pool),
        _ => false,
    };

    /// <summary>Whether the method waits for what a call starts, before it goes on.</summary>
    public static bool IsAwaited(IOperation call)
    {
        var current = call;
        while (current.Parent is { } parent)
        {
            switch (parent)
            {
                case IAwaitOperation:
                    return true;
                case IInvocationOperation next when next.Instance == current && next.TargetMethod.Name
                    is "ConfigureAwait" or "WaitAsync" or "Unwrap" or "AsTask" or "GetAwaiter" or "GetResult" or "Wait":
                    if (next.TargetMethod.Name is "Wait" or "GetResult")
                    {
                        return true;
                    }

                    current = parent;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Unwrap" } unwrap }:
                    current = unwrap;
                    break;
                case IConversionOperation or IParenthesizedOperation:
                    current = parent;
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
        if (!isTask)
        {
            return false;
        }

        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IExpressionStatementOperation
            or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private bool IsFactory(INamedTypeSymbol type)
        => _factory is not null
            && (SymbolEqualityComparer.Default.Equals(type, _factory)
                || (type is { Name: "TaskFactory", TypeArguments.Length: 1 }
                    && SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, _factory.ContainingNamespace)));
}
