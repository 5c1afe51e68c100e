using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Where a body waits for the calls that it makes: at the call, where it is awaited at once; where its task is
/// awaited, if that was kept in a variable; nowhere, if it was started and forgotten.
/// </summary>
internal static class Waiting
{
    /// <summary>The calls of a kind, at the operations at which the body waits for them.</summary>
    public static IEnumerable<WaitedCall<T>> For<T>(
        ForwardFlow flow, KnownSymbols known, Func<IInvocationOperation, T?> find)
        where T : class
    {
        var kept = new Dictionary<Place, T>();
        foreach (var step in flow.Steps())
        {
            if (step.Operation is IAwaitOperation wait && Place.Of(wait.Operation) is { } awaited
                && kept.TryGetValue(awaited, out var pending))
            {
                yield return new WaitedCall<T>(wait, pending, step.Before);
            }

            if (step.Operation is not IInvocationOperation invocation)
            {
                continue;
            }

            var found = find(invocation);
            Place? place = null;
            var waits = !known.Tasks.IsTask(invocation.Type) || IsWaitedForAtOnce(invocation, out place);
            if (found is not null && waits)
            {
                yield return new WaitedCall<T>(invocation, found, step.Before);
            }
            else if (found is not null && place is { } variable)
            {
                kept[variable] = found;
            }
            else if (found is null && waits && step.Before != 0)
            {
                foreach (var inner in InDelegates(invocation, flow, known, find))
                {
                    yield return new WaitedCall<T>(inner.Call, inner.Found, step.Before);
                }
            }
        }
    }

    /// <summary>
    /// The calls in delegates that are handed to a call which is waited for: a retry runs them meanwhile.
    /// </summary>
    private static IEnumerable<(IOperation Call, T Found)> InDelegates<T>(
        IInvocationOperation invocation, ForwardFlow flow, KnownSymbols known, Func<IInvocationOperation, T?> find)
        where T : class
    {
        if (!known.Callees.Runs(invocation))
        {
            yield break;
        }

        foreach (var argument in invocation.Arguments)
        {
            var value = argument.Value.WithoutConversion();
            var target = value is IDelegateCreationOperation creation ? creation.Target : value;
            if (target is not IFlowAnonymousFunctionOperation lambda)
            {
                continue;
            }

            foreach (var inner in flow.CallsIn(lambda))
            {
                if (find(inner) is { } found
                    && (!known.Tasks.IsTask(inner.Type) || IsWaitedForAtOnce(inner, out _)))
                {
                    yield return (inner, found);
                }
            }
        }
    }

    /// <summary>Whether a task is not just started and forgotten.</summary>
    public static bool IsWaitedFor(IOperation call) => IsWaitedForAtOnce(call, out var place) || place is not null;

    private static bool IsWaitedForAtOnce(IOperation call, out Place? keptIn)
    {
        keptIn = null;
        for (var value = call; ; value = value.Parent!)
        {
            switch (value.Parent)
            {
                case IConversionOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "WaitAsync" } next
                    when next.Instance == value:
                    continue;
                case ISimpleAssignmentOperation assignment:
                    keptIn = Place.Of(assignment.Target);
                    return false;
                case IExpressionStatementOperation:
                    return false;
                default:
                    return true; // awaited, blocked on, returned to a caller who holds, or given to WhenAll
            }
        }
    }
}
