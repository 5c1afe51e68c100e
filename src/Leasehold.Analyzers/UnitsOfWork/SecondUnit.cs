using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Finds the sites that are reached from another one, or from themselves round a loop, on the same variable without
/// its having been given a new value in between.
/// </summary>
/// <remarks>Only what happens without exceptions counts: a retry in a catch block begins anew rightly.</remarks>
internal sealed class SecondUnit(ControlFlowGraph graph, IReadOnlyList<UnitSite> sites)
{
    public IEnumerable<UnitSite> Find()
    {
        var found = new HashSet<UnitSite>();
        for (var i = 0; i < graph.Blocks.Length; i++)
        {
            var operations = FlowOperations.Of(graph.Blocks[i]).ToList();
            for (var at = 0; at < operations.Count; at++)
            {
                if (SiteOf(operations[at]) is { } first && Next(first, i, at + 1) is { } second)
                {
                    found.Add(second);
                }
            }
        }

        return found;
    }

    private UnitSite? Next(UnitSite first, int block, int from)
    {
        var visited = new HashSet<int>();
        var ahead = new Queue<(int Block, int From)>();
        ahead.Enqueue((block, from));
        while (ahead.Count > 0)
        {
            var (at, start) = ahead.Dequeue();
            var isStopped = false;
            foreach (var operation in FlowOperations.Of(graph.Blocks[at]).Skip(start))
            {
                if (SiteOf(operation) is { } next
                    && next.IsCommit == first.IsCommit && IsSame(next.Subject, first.Subject))
                {
                    return next;
                }

                if (Gives(operation, first.Subject))
                {
                    isStopped = true;
                    break;
                }
            }

            if (!isStopped)
            {
                foreach (var branch in FlowOperations.Successors(graph.Blocks[at]))
                {
                    if (branch.Destination is { } successor && visited.Add(successor.Ordinal))
                    {
                        ahead.Enqueue((successor.Ordinal, 0));
                    }
                }
            }
        }

        return null;
    }

    private UnitSite? SiteOf(IOperation operation)
        => operation is IInvocationOperation
            ? sites.FirstOrDefault(s => s.Operation.Syntax == operation.Syntax)
            : null;

    private static bool Gives(IOperation operation, ISymbol subject) => operation switch
    {
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => IsSame(local.Local, subject),
        ISimpleAssignmentOperation { Target: IParameterReferenceOperation parameter }
            => IsSame(parameter.Parameter, subject),
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } => IsSame(member.Member, subject),
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref, Value: ILocalReferenceOperation local }
            => IsSame(local.Local, subject),
        _ => false,
    };

    private static bool IsSame(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
