using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Finds what a worker resolves from one scope for all turns of its endless loop.</summary>
internal static class WorkerScopes
{
    /// <summary>The calls that resolve something scoped for all turns of a loop that never ends.</summary>
    public static IEnumerable<IInvocationOperation> In(IOperation body, ScopedTypes scoped)
    {
        var loops = body.Descendants().OfType<ILoopOperation>().Where(IsEndless).ToList();
        if (loops.Count == 0)
        {
            return [];
        }

        return body.Descendants().OfType<IInvocationOperation>()
            .Where(call => call.TargetMethod.Name is "GetRequiredService" or "GetService"
                && scoped.Contain(call.TargetMethod.TypeArguments.FirstOrDefault())
                && ScopeOf(call, body) is { } scope
                && loops.Any(loop => !IsIn(loop, scope) && (IsIn(loop, call) || IsUsedIn(loop, call))));
    }

    private static bool IsEndless(ILoopOperation loop) =>
        loop is IWhileLoopOperation { Condition: var condition }
            && (condition?.ConstantValue is { HasValue: true, Value: true }
                || condition?.DescendantsAndSelf().Any(static part => part is IPropertyReferenceOperation
                    {
                        Property.Name: "IsCancellationRequested",
                    }
                    or IInvocationOperation
                    {
                        TargetMethod.Name: "WaitForNextTickAsync" or "WaitToReadAsync",
                    }) == true)
        || loop is IForLoopOperation { Condition: null };

    /// <summary>The declaration of the scope that a service comes from.</summary>
    private static IOperation? ScopeOf(IInvocationOperation call, IOperation body) =>
        call.Receiver()?.DescendantsAndSelf().OfType<ILocalReferenceOperation>().FirstOrDefault() is { } scope
            ? body.Descendants().OfType<IVariableDeclaratorOperation>()
                .FirstOrDefault(one => SymbolEqualityComparer.Default.Equals(one.Symbol, scope.Local)
                    && one.GetVariableInitializer()?.Value.DescendantsAndSelf()
                        .OfType<IInvocationOperation>().Any(static made =>
                            made.TargetMethod.Name is "CreateScope" or "CreateAsyncScope") == true)
            : null;

    private static bool IsUsedIn(ILoopOperation loop, IInvocationOperation call)
    {
        IOperation? user = call;
        while (user is not (null or IVariableDeclaratorOperation or IBlockOperation))
        {
            user = user.Parent;
        }

        return user is IVariableDeclaratorOperation { Symbol: var local }
            && loop.Descendants().OfType<ILocalReferenceOperation>()
                .Any(use => SymbolEqualityComparer.Default.Equals(use.Local, local));
    }

    private static bool IsIn(ILoopOperation loop, IOperation operation) =>
        loop.Syntax.Span.Contains(operation.Syntax.Span);
}
