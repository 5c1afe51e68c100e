using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Which calls leave the process: by the list, through methods, or by a port's name.</summary>
internal sealed class ExternalCalls(KnownSymbols known, DirectCalls direct)
{
    /// <summary>The external call that an invocation makes; null when it makes none.</summary>
    public ExternalCall? Of(IInvocationOperation invocation)
    {
        if (direct.Of(invocation) is { } call)
        {
            return call;
        }

        var callees = known.Callees.Of(invocation).ToList();
        if (callees.Count == 0)
        {
            return direct.ByName(invocation);
        }

        ExternalCall? read = null;
        foreach (var callee in callees)
        {
            if (known.Graph.CallIn(callee) is { } found)
            {
                read ??= found.Through(invocation.TargetMethod.Name);
                if (!found.IsRead)
                {
                    return found.Through(invocation.TargetMethod.Name);
                }
            }
        }

        return read;
    }

    /// <summary>The external call that an invocation is without a look at other methods.</summary>
    public ExternalCall? Alone(IInvocationOperation invocation) =>
        direct.Of(invocation)
        ?? (invocation.TargetMethod.ContainingType?.TypeKind == Microsoft.CodeAnalysis.TypeKind.Interface
            && !known.Callees.Of(invocation).Any() ? direct.ByName(invocation) : null);
}
