using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Leasehold.Analyzers;

/// <summary>A method, lambda or local function: what it does, and what it holds while it does it.</summary>
/// <param name="root">Its operations as written.</param>
/// <param name="graph">Its operations as they run.</param>
/// <param name="symbol">The function; null for an initialiser.</param>
/// <param name="flow">Its operations with what is held at each; not every rule asks.</param>
internal sealed class FunctionBody(
    IOperation root, ControlFlowGraph graph, IMethodSymbol? symbol, Lazy<HeldRegions> flow)
{
    public IOperation Root { get; } = root;

    public ControlFlowGraph Graph { get; } = graph;

    public IMethodSymbol? Symbol { get; } = symbol;

    public HeldRegions Flow => flow.Value;

    /// <summary>What it holds; null when nothing ever.</summary>
    public HeldRegions? Held => Flow.HoldsSomething ? Flow : null;

    /// <summary>Whether a call of this body runs while the query of a loop is open.</summary>
    public bool IsOpen(QueryLoop loop, ulong state) =>
        !loop.Body.Contains(Root.Syntax.Span)
        && (loop.Reader is not { } reader || Flow.IsHeld(reader, state) is not false);
}
