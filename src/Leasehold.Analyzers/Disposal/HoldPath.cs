using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Follows a local from where it acquires something along every path of the control flow graph, exceptions included,
/// until it is released, handed over, or lost.
/// </summary>
/// <remarks>
/// The compiler's graph has no edges for exceptions: a call that may throw is taken to go to the handlers around it,
/// and out of the method where none catches everything. Inside catch and finally blocks only an explicit throw counts.
/// </remarks>
internal sealed class HoldPath
{
    private readonly ControlFlowGraph _graph;
    private readonly ILocalSymbol _local;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<CaptureId> _copies = [];
    private readonly HashSet<int> _visited = [];
    private readonly Queue<BasicBlock> _ahead = new();
    private Leak _leak;

    public HoldPath(ControlFlowGraph graph, ILocalSymbol local, CancellationToken cancellationToken)
    {
        _graph = graph;
        _local = local;
        _cancellationToken = cancellationToken;
        foreach (var capture in graph.Blocks.SelectMany(FlowOperations.Of).OfType<IFlowCaptureOperation>())
        {
            if (IsLocal(WithoutCasts(capture.Value)))
            {
                _copies.Add(capture.Id);
            }
        }
    }

    /// <summary>Whether anything in the graph disposes the local.</summary>
    public bool IsReleased => Uses.Contains(LocalUse.Release);

    /// <summary>Whether anything in the graph hands the local over, or gives it another value.</summary>
    public bool IsMoved
        => _graph.Blocks.Any(b => IsReturning(b) && b.BranchValue is { } value && IsMention(WithoutCasts(value)))
            || Uses.Contains(LocalUse.Escape);

    private IEnumerable<LocalUse> Uses
        => _graph.Blocks.SelectMany(FlowOperations.Of).Where(IsMention).Select(UseOf);

    /// <summary>The leak after the statement of a block with the given index.</summary>
    public Leak After(BasicBlock block, int index)
    {
        Walk(block, index + 1);
        while (_ahead.Count > 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Walk(_ahead.Dequeue(), 0);
        }

        return _leak;
    }

    private void Walk(BasicBlock block, int from)
    {
        for (var i = from; i < block.Operations.Length; i++)
        {
            if (!IsHeldAfter(block.Operations[i], block))
            {
                return;
            }
        }

        if (block.BranchValue is { } value)
        {
            if (!IsHeldAfter(value, block) || (IsReturning(block) && IsMention(WithoutCasts(value))))
            {
                return;
            }
        }

        var whenNull = NullBranch(block);
        foreach (var branch in FlowOperations.Successors(block).Where(b => b != whenNull))
        {
            Follow(branch, block);
        }
    }

    private bool IsHeldAfter(IOperation statement, BasicBlock block)
    {
        foreach (var operation in FlowOperations.Of(statement))
        {
            if (IsMention(operation))
            {
                switch (UseOf(operation))
                {
                    case LocalUse.Release:
                    case LocalUse.Escape:
                        return false;
                    case LocalUse.Overwrite:
                        _leak = Leak.OnSomePath;
                        return false;
                }
            }
            else if (HandsOverConnection(operation))
            {
                return false;
            }
            else if (MayThrow(operation))
            {
                Throw(block, isExplicit: false);
            }
        }

        return true;
    }

    private void Follow(ControlFlowBranch branch, BasicBlock from)
    {
        if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
        {
            Throw(from, isExplicit: true);
            return;
        }

        if (branch.Destination is not { } next || branch.FinallyRegions.Any(Releases))
        {
            return;
        }

        if (next.Kind == BasicBlockKind.Exit)
        {
            _leak = Leak.OnSomePath;
            return;
        }

        Enqueue(next);
    }

    private void Throw(BasicBlock block, bool isExplicit)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            switch (region.Kind)
            {
                case ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Finally
                    when !isExplicit:
                    return;
                case ControlFlowRegionKind.Try when region.EnclosingRegion is { } whole:
                    if (whole.NestedRegions.Any(r => r.Kind == ControlFlowRegionKind.Finally && Releases(r))
                        || IsCaught(whole))
                    {
                        return;
                    }

                    break;
            }
        }

        if (_leak == Leak.None)
        {
            _leak = Leak.OnException;
        }
    }

    /// <summary>Goes on in each handler; true when one of them catches everything.</summary>
    private bool IsCaught(ControlFlowRegion whole)
    {
        var isCaught = false;
        foreach (var handler in whole.NestedRegions)
        {
            if (handler.Kind is ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
            {
                Enqueue(_graph.Blocks[handler.FirstBlockOrdinal]);
                isCaught |= handler.Kind == ControlFlowRegionKind.Catch
                    && (handler.ExceptionType is null
                        || handler.ExceptionType.SpecialType == SpecialType.System_Object
                        || handler.ExceptionType.ToDisplayString() == "System.Exception");
            }
        }

        return isCaught;
    }

    private void Enqueue(BasicBlock block)
    {
        if (_visited.Add(block.Ordinal))
        {
            _ahead.Enqueue(block);
        }
    }

    /// <summary>A finally that disposes under a condition of its own is trusted to know when.</summary>
    private bool Releases(ControlFlowRegion region)
    {
        for (var i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
        {
            foreach (var operation in FlowOperations.Of(_graph.Blocks[i]))
            {
                if (IsMention(operation) && UseOf(operation) is LocalUse.Release or LocalUse.Escape)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The branch that is taken only when the local is null, so never after it acquired something.</summary>
    private ControlFlowBranch? NullBranch(BasicBlock block)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition)
        {
            return null;
        }

        var isNullTest = NullTests.IsTest(condition, o => IsMention(WithoutCasts(o)), out var trueMeansNull);
        if (!isNullTest)
        {
            return null;
        }

        var jumpsWhenNull = (block.ConditionKind == ControlFlowConditionKind.WhenTrue) == trueMeansNull;
        return jumpsWhenNull ? block.ConditionalSuccessor : block.FallThroughSuccessor;
    }

    private LocalUse UseOf(IOperation mention)
        => mention.Parent is IFlowCaptureOperation ? LocalUse.Borrow : LocalUses.Of(mention, _cancellationToken);

    private bool IsMention(IOperation operation)
        => IsLocal(operation) || (operation is IFlowCaptureReferenceOperation copy && _copies.Contains(copy.Id));

    private bool IsLocal(IOperation operation)
        => operation is ILocalReferenceOperation reference
            && SymbolEqualityComparer.Default.Equals(reference.Local, _local);

    private bool MayThrow(IOperation operation) => operation switch
    {
        IInvocationOperation call => !IsHarmless(call),
        IAwaitOperation awaiting => Acquisitions.Unwrap(awaiting) is not IInvocationOperation call || !IsHarmless(call),
        IObjectCreationOperation creation => creation.Arguments.Length > 0 && !Ownership.Borrows(creation.Type),
        IReturnOperation { Kind: OperationKind.YieldReturn } => true,
        _ => false,
    };

    /// <summary>A connection that failed to open holds nothing; making a command does not throw.</summary>
    private bool IsHarmless(IInvocationOperation call)
        => call.TargetMethod.Name == "ConfigureAwait"
            || LocalUses.IsRelease(call.TargetMethod.Name)
            || (call.TargetMethod.Name is "Open" or "OpenAsync" or "CreateCommand"
                && call.Instance is { } instance
                && IsMention(WithoutCasts(instance)));

    /// <summary>With CommandBehavior.CloseConnection it is the reader that gives the connection back.</summary>
    private static bool HandsOverConnection(IOperation operation)
        => operation is IFieldReferenceOperation
        {
            Field.Name: nameof(System.Data.CommandBehavior.CloseConnection),
            Field.ContainingType.Name: nameof(System.Data.CommandBehavior),
        };

    private static bool IsReturning(BasicBlock block)
        => block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return;

    private static IOperation WithoutCasts(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
