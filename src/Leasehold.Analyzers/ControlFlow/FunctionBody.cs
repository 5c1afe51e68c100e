using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Leasehold.Analyzers;

/// <summary>A method, lambda or local function: what it does, and what it holds while it does it.</summary>
/// <param name="root">Its operations as written.</param>
/// <param name="graph">Its operations as they run.</param>
/// <param name="symbol">The function; null for an initialiser.</param>
/// <param name="held">What it holds; null when nothing ever.</param>
internal sealed class FunctionBody(IOperation root, ControlFlowGraph graph, IMethodSymbol? symbol, HeldRegions? held)
{
    public IOperation Root { get; } = root;

    public ControlFlowGraph Graph { get; } = graph;

    public IMethodSymbol? Symbol { get; } = symbol;

    public HeldRegions? Held { get; } = held;
}
