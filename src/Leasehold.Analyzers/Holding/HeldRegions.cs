using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>What a body holds, step by step: from each acquisition to its disposal, close or commit.</summary>
internal sealed class HeldRegions : ForwardFlow
{
    private readonly KnownSymbols _known;
    private readonly HeldResources _resources;

    private HeldRegions(ControlFlowGraph graph, KnownSymbols known, HeldResources resources)
        : base(graph)
    {
        _known = known;
        _resources = resources;
    }

    /// <summary>Whether the body ever holds anything.</summary>
    public bool HoldsSomething => _resources.Count > 0;

    /// <summary>The regions of a body.</summary>
    /// <param name="graph">What it does.</param>
    /// <param name="method">Whose body it is; null for an initialiser.</param>
    /// <param name="known">The compilation.</param>
    /// <param name="held">What whoever runs a lambda holds meanwhile, and where that is.</param>
    public static HeldRegions Of(
        ControlFlowGraph graph, IMethodSymbol? method, KnownSymbols known, (HeldKind Kind, Location At)? held = null)
    {
        var resources = new HeldResources(known);
        var regions = new HeldRegions(graph, known, resources);
        var initial = resources.AddParameters(method);
        if (held is { } given)
        {
            initial |= resources.AddGiven(given.Kind, given.At, place: null);
        }

        resources.AddSteps(graph.Blocks.SelectMany(Roots).SelectMany(root => regions.StepsOf(root)));
        regions.Run(initial);
        return regions;
    }

    /// <summary>What may be held, given the facts of a step; the latest acquired last.</summary>
    public IEnumerable<HeldResource> Held(ulong state) => _resources.Of(state);

    /// <summary>Where rows are handed to whoever enumerates them while something is held, or a query is open.</summary>
    public IEnumerable<IOperation> Yields(IOperation body, KnownSymbols known) =>
        Steps().Where(step => step.Operation.Kind == OperationKind.YieldReturn
                && (Held(step.Before).Any() || known.Loops.Around(body, step.Operation.Syntax) is not null))
            .Select(static step => step.Operation);

    /// <summary>Whether anything that this place stands for is held.</summary>
    public bool? IsHeld(Place place, ulong state) =>
        _resources.EndingWith(place) is var bits and not 0 ? (bits & state) != 0 : null;

    protected override ulong Apply(IOperation operation, ulong state)
    {
        state |= _resources.AcquiredBy(operation);
        foreach (var release in Release.Of(operation, _known))
        {
            state &= ~_resources.EndedBy(release);
        }

        return state;
    }

    // What throws while acquiring has acquired nothing, and what throws while giving back has given back.
    protected override ulong Thrown(ulong before, ulong after) => before & after;

    protected override ulong Refine(IOperation condition, bool isTrue, ulong state)
    {
        var (tested, isNullWhenTrue) = NullTest(condition);
        return tested is { } place && isTrue == isNullWhenTrue ? state & ~_resources.EndingWith(place) : state;
    }

    /// <summary>Which place a condition compares with null, and how it turns out for null.</summary>
    private static (Place? Tested, bool IsNullWhenTrue) NullTest(IOperation condition) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => NullTest(not.Operand) is var (place, isTrue)
            ? (place, !isTrue) : default,
        IIsNullOperation test => (Place.Of(test.Operand), true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test =>
            (IsNull(test.RightOperand) ? Place.Of(test.LeftOperand)
                : IsNull(test.LeftOperand) ? Place.Of(test.RightOperand) : null,
            test.OperatorKind == BinaryOperatorKind.Equals),
        IIsPatternOperation { Pattern: IConstantPatternOperation constant } test when IsNull(constant.Value) =>
            (Place.Of(test.Value), true),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation constant } } test
            when IsNull(constant.Value) => (Place.Of(test.Value), false),
        IIsPatternOperation { Pattern: IDeclarationPatternOperation or IRecursivePatternOperation
        {
            DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0,
        } } test => (Place.Of(test.Value), false),
        _ => default,
    };

    private static bool IsNull(IOperation operation) =>
        operation.WithoutConversion().ConstantValue is { HasValue: true, Value: null };
}
