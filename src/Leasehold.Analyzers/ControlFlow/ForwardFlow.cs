using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Follows up to 64 facts forwards along every path of a body, through branches, loops, exceptions and finally
/// blocks. A fact holds where it may hold: on one path at least.
/// </summary>
/// <remarks>
/// Facts must be independent of each other: what an operation does to one may not depend on another. Then a finally
/// block can be followed for all facts at once, and separately for each branch that runs through it.
/// </remarks>
internal abstract class ForwardFlow
{
    private readonly ulong[] _entry;
    private readonly bool[] _isReached;
    private readonly Queue<int> _pending = new();
    private readonly Dictionary<IOperation, ImmutableArray<IOperation>> _steps = [];
    private readonly Dictionary<(int Region, ulong State), ulong> _throughFinally = [];

    protected ForwardFlow(ControlFlowGraph graph)
    {
        Graph = graph;
        _entry = new ulong[graph.Blocks.Length];
        _isReached = new bool[graph.Blocks.Length];
    }

    protected ControlFlowGraph Graph { get; }

    /// <summary>The facts that hold at the normal end of the body; nothing when it never ends normally.</summary>
    public ulong AtEnd => _entry[_entry.Length - 1];

    /// <summary>Every operation that can be reached, with the facts before it.</summary>
    public IEnumerable<FlowStep> Steps()
    {
        foreach (var block in Graph.Blocks.Where(block => _isReached[block.Ordinal]))
        {
            var state = _entry[block.Ordinal];
            foreach (var root in Roots(block))
            {
                foreach (var step in StepsOf(root))
                {
                    yield return new FlowStep(step, state);
                    state = Apply(step, state);
                }
            }
        }
    }

    /// <summary>The calls in the body of a lambda, however they are reached.</summary>
    public IEnumerable<IInvocationOperation> CallsIn(IFlowAnonymousFunctionOperation lambda) =>
        Graph.GetAnonymousFunctionControlFlowGraph(lambda).Blocks
            .SelectMany(Roots)
            .SelectMany(static root => EvaluationOrder.Of(root))
            .OfType<IInvocationOperation>();

    /// <summary>The operations of a block, in the order in which they run.</summary>
    protected static IEnumerable<IOperation> Roots(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Concat([value]) : block.Operations;

    protected ImmutableArray<IOperation> StepsOf(IOperation root)
    {
        if (!_steps.TryGetValue(root, out var steps))
        {
            steps = EvaluationOrder.Of(root);
            _steps.Add(root, steps);
        }

        return steps;
    }

    protected void Run(ulong initial)
    {
        Enter(0, initial);
        while (_pending.Count > 0)
        {
            var block = Graph.Blocks[_pending.Dequeue()];
            var state = Through(block, _entry[block.Ordinal], raises: true);
            foreach (var branch in Branches(block))
            {
                Leave(block, branch, Refined(block, branch, state));
            }
        }
    }

    /// <summary>The facts after an operation whose operands have been evaluated. Has no effect of its own.</summary>
    protected abstract ulong Apply(IOperation operation, ulong state);

    /// <summary>The facts for whoever catches what a statement throws.</summary>
    protected virtual ulong Thrown(ulong before, ulong after) => before | after;

    /// <summary>The facts where a condition has turned out true or false.</summary>
    protected virtual ulong Refine(IOperation condition, bool isTrue, ulong state) => state;

    private static IEnumerable<ControlFlowBranch> Branches(BasicBlock block)
    {
        if (block.ConditionalSuccessor is { } conditional)
        {
            yield return conditional;
        }

        if (block.FallThroughSuccessor is { } next)
        {
            yield return next;
        }
    }

    private void Enter(int block, ulong state)
    {
        if (!_isReached[block] || (_entry[block] | state) != _entry[block])
        {
            _isReached[block] = true;
            _entry[block] |= state;
            _pending.Enqueue(block);
        }
    }

    private ulong Through(BasicBlock block, ulong state, bool raises)
    {
        foreach (var root in Roots(block))
        {
            var before = state;
            var mayThrow = false;
            foreach (var step in StepsOf(root))
            {
                state = Apply(step, state);
                mayThrow |= EvaluationOrder.MayThrow(step);
            }

            if (mayThrow && raises)
            {
                Raise(block.EnclosingRegion, Thrown(before, state));
            }
        }

        return state;
    }

    private ulong Refined(BasicBlock block, ControlFlowBranch branch, ulong state)
    {
        if (block.BranchValue is not { } condition || block.ConditionKind == ControlFlowConditionKind.None)
        {
            return state;
        }

        var isTrue = branch.IsConditionalSuccessor == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
        return Refine(condition, isTrue, state);
    }

    private void Leave(BasicBlock block, ControlFlowBranch branch, ulong state)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                Raise(block.EnclosingRegion, state);
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                break; // the end of a finally block; where it goes on depends on how it was entered
            default:
                foreach (var region in branch.FinallyRegions)
                {
                    Enter(region.FirstBlockOrdinal, state);
                    state = ThroughFinally(region, state);
                }

                if (branch.Destination is { } destination)
                {
                    Enter(destination.Ordinal, state);
                }

                break;
        }
    }

    /// <summary>Takes an exception outwards: into each handler that may catch it, through each finally block.</summary>
    private void Raise(ControlFlowRegion? region, ulong state)
    {
        // The root of a lambda's graph lies in a region of the graph around it, which is not ours to follow.
        for (; region is { Kind: not ControlFlowRegionKind.Root, EnclosingRegion: { } outer }; region = outer)
        {
            if (region.Kind != ControlFlowRegionKind.Try)
            {
                continue;
            }

            foreach (var handler in outer.NestedRegions.Where(nested => nested != region))
            {
                Enter(handler.FirstBlockOrdinal, state);
                if (handler.Kind == ControlFlowRegionKind.Finally)
                {
                    state = ThroughFinally(handler, state);
                }
                else if (handler.Kind == ControlFlowRegionKind.Catch && CatchesAll(handler))
                {
                    return;
                }
            }
        }
    }

    private static bool CatchesAll(ControlFlowRegion handler) =>
        handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
            or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            };

    private ulong ThroughFinally(ControlFlowRegion region, ulong state)
    {
        if (_throughFinally.TryGetValue((region.FirstBlockOrdinal, state), out var known))
        {
            return known;
        }

        var entry = new Dictionary<int, ulong> { [region.FirstBlockOrdinal] = state };
        var pending = new Queue<int>([region.FirstBlockOrdinal]);
        var result = 0ul;
        while (pending.Count > 0)
        {
            var block = Graph.Blocks[pending.Dequeue()];
            var after = Through(block, entry[block.Ordinal], raises: false);
            foreach (var branch in Branches(block))
            {
                var next = Refined(block, branch, after);
                if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
                {
                    result |= next;
                    continue;
                }

                foreach (var inner in branch.FinallyRegions)
                {
                    next = ThroughFinally(inner, next);
                }

                if (branch.Destination is { } target
                    && (!entry.TryGetValue(target.Ordinal, out var seen) || (seen | next) != seen))
                {
                    entry[target.Ordinal] = seen | next;
                    pending.Enqueue(target.Ordinal);
                }
            }
        }

        _throughFinally[(region.FirstBlockOrdinal, state)] = result;
        return result;
    }
}
