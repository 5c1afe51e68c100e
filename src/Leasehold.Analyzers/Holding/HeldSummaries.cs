using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>What methods of this compilation leave open, return open, end, or hold around a delegate.</summary>
/// <remarks>
/// Thread-safe. A method is read only if its text has a name that says so, and once for each depth: the answer does not
/// depend on who has asked before.
/// </remarks>
internal sealed class HeldSummaries(Compilation compilation, KnownSymbols known)
{
    /// <summary>How many methods deep.</summary>
    public const int MostDepth = 4;

    private readonly ConcurrentDictionary<IMethodSymbol, HeldSummary>[] _summaries =
        [.. Enumerable.Range(0, MostDepth + 1).Select(static _ =>
            new ConcurrentDictionary<IMethodSymbol, HeldSummary>(SymbolEqualityComparer.Default))];

    private readonly ConcurrentDictionary<IMethodSymbol, HeldSummary> _virtual = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation[]> _steps = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, HeldRegions?> _regions = new(SymbolEqualityComparer.Default);

    /// <summary>What a call does to what is held; the first of its implementations that does anything counts.</summary>
    public HeldSummary Of(IInvocationOperation call, int depth = MostDepth) =>
        depth == 0 || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke ? HeldSummary.None
        : !call.IsVirtual ? Of(call.Declared(), depth)
        : depth == MostDepth ? _virtual.GetOrAdd(call.TargetMethod, target => OfVirtual(target, MostDepth))
        : OfVirtual(call.TargetMethod, depth);

    public HeldSummary Of(IMethodSymbol method, int depth) =>
        depth == 0 || !method.OriginalDefinition.HasBody()
            ? HeldSummary.None
            : _summaries[depth].GetOrAdd(method.OriginalDefinition, asked => Read(asked, depth - 1));

    // What implements an interface of the framework is no unit of work unless its method's name says so.
    private HeldSummary OfVirtual(IMethodSymbol method, int depth) =>
        method.OriginalDefinition.DeclaringSyntaxReferences.Length == 0 && !MethodBodies.IsOfAcquiring(method.Name)
            ? HeldSummary.None
            : known.Implementations.Of(method).Prepend(method).Select(callee => Of(callee, depth))
                .FirstOrDefault(static summary => summary != HeldSummary.None) ?? HeldSummary.None;

    /// <summary>What a call holds while it runs the delegate of an argument.</summary>
    public HeldKind? WhileRunning(IInvocationOperation call, IArgumentOperation argument, int depth = MostDepth)
    {
        if (depth == 0 || argument.Parameter is not { } parameter)
        {
            return null;
        }

        var callees = known.Callees.Of(call).ToList();
        return callees.Count > 0
            ? callees.Select(callee => WhileRunning(callee, parameter.Ordinal, depth - 1))
                .FirstOrDefault(static kind => kind is not null)
            : call.TargetMethod.Name is var name && (name.Contains("InTransaction") || name.Contains("WithTransaction")
                || name.Contains("WithinTransaction") || name.Contains("InUnitOfWork"))
                ? HeldKind.Transaction : null;
    }

    private HeldKind? WhileRunning(IMethodSymbol method, int ordinal, int depth)
    {
        if (method.Parameters.Length <= ordinal
            || !method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(MethodBodies.MayAcquire)
            || RegionsOf(method) is not { } regions)
        {
            return null;
        }

        var parameter = method.Parameters[ordinal];
        foreach (var step in regions.Steps())
        {
            if (step.Operation is not IInvocationOperation call)
            {
                continue;
            }

            var isRun = call.TargetMethod.MethodKind == MethodKind.DelegateInvoke && Mentions(call.Instance, parameter);
            foreach (var argument in call.Arguments.Where(argument => Mentions(argument.Value, parameter)))
            {
                isRun = true;
                if (WhileRunning(call, argument, depth) is { } inner)
                {
                    return inner;
                }
            }

            if (isRun && regions.Held(step.Before).LastOrDefault() is { } held)
            {
                return held.Kind;
            }
        }

        return null;
    }

    /// <summary>What a method of this compilation holds, step by step.</summary>
    public HeldRegions? RegionsOf(IMethodSymbol method) => _regions.GetOrAdd(
        method, asked => MethodBodies.BodiesOf(asked, compilation).OfType<IMethodBodyOperation>().FirstOrDefault()
            is { } body ? HeldRegions.Of(ControlFlowGraph.Create(body), asked, known) : null);

    private static bool Mentions(IOperation? value, IParameterSymbol parameter) =>
        value is not null && value.Syntax.DescendantNodesAndSelf()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == parameter.Name);

    private HeldSummary Read(IMethodSymbol method, int depth)
    {
        if (!MethodBodies.MayAcquire(method))
        {
            return HeldSummary.None;
        }

        var summary = new HeldSummary();
        var left = new List<(Place Place, HeldKind Kind)>();
        var result = known.Tasks.Unwrap(method.ReturnType);
        foreach (var step in _steps.GetOrAdd(method, asked => [.. MethodBodies.StepsOf(asked, compilation)]))
        {
            if (Acquisition.Of(step, known, depth) is { } acquired && !IsUsed(step))
            {
                var place = acquired.InPlace ? acquired.Owner : HeldResources.KeptIn(step) ?? acquired.Owner;
                if (place is { } kept && IsOfCaller(kept, method))
                {
                    left.Add((kept, acquired.Kind));
                }

                summary.Returns = Returned(acquired.Kind, result) ?? summary.Returns;
            }

            foreach (var release in Release.Of(step, known, depth))
            {
                if (IsOfCaller(release.Place, method))
                {
                    summary.Ends.Add(release.Place);
                    left.RemoveAll(one => one.Place.Equals(release.Place));
                }
            }
        }

        if (left.Count > 0)
        {
            (summary.Member, summary.Leaves) = (left[left.Count - 1].Place, left[left.Count - 1].Kind);
        }

        return summary.Leaves is null && summary.Returns is null && summary.Ends.Count == 0
            ? HeldSummary.None : summary;
    }

    /// <summary>Of what a method acquires, what it can be that it returns.</summary>
    private HeldKind? Returned(HeldKind acquired, ITypeSymbol? result) => known.Database.KindOf(result) switch
    {
        HeldKind.None => result.IsDisposable() && result.CanCommit() ? HeldKind.Transaction : null,
        HeldKind.Connection => acquired == HeldKind.Connection ? acquired : null,
        HeldKind.Reader => acquired == HeldKind.Reader ? acquired : null,
        _ => null,
    };

    private static bool IsOfCaller(Place place, IMethodSymbol method) =>
        place.Symbol is IFieldSymbol or IPropertySymbol
        || place.Symbol is IParameterSymbol { Ordinal: 0 } && method.IsExtensionMethod
        || place.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } };

    /// <summary>Whether a using statement or declaration ends it before the method does.</summary>
    private static bool IsUsed(IOperation step)
    {
        for (var user = step.Parent; user is not null; user = user.Parent)
        {
            if (user is IUsingOperation or IUsingDeclarationOperation)
            {
                return true;
            }

            if (user is IBlockOperation)
            {
                return false;
            }
        }

        return false;
    }
}
