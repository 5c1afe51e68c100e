using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Which external calls a body has made before each of its operations. A call that has thrown counts: nobody knows
/// what the other side did.
/// </summary>
internal sealed class CalledOutside : ForwardFlow
{
    private const int Limit = 64;

    private readonly List<(ExternalCall Call, int Position)> _calls = [];
    private readonly Dictionary<IOperation, ulong> _bits = [];

    private CalledOutside(ControlFlowGraph graph)
        : base(graph)
    {
    }

    /// <summary>The calls of a body that may change something outside; null when it makes none.</summary>
    public static CalledOutside? Of(ControlFlowGraph graph, KnownSymbols known)
    {
        var flow = new CalledOutside(graph);
        foreach (var root in graph.Blocks.SelectMany(Roots))
        {
            foreach (var step in flow.StepsOf(root).OfType<IInvocationOperation>())
            {
                if (flow._calls.Count < Limit && known.Calls.Of(step) is { IsRead: false } call)
                {
                    flow._bits[step] = 1ul << flow._calls.Count;
                    flow._calls.Add((call, step.Syntax.SpanStart));
                }
            }
        }

        if (flow._calls.Count == 0)
        {
            return null;
        }

        flow.Run(0);
        return flow;
    }

    /// <summary>The call made first, given the facts of a step; what stands below it was a loop's last turn.</summary>
    public ExternalCall? First(ulong state, int position) =>
        _calls.Where((call, index) => (state & (1ul << index)) != 0 && call.Position < position)
            .Select(static one => one.Call).FirstOrDefault();

    protected override ulong Apply(IOperation operation, ulong state) =>
        _bits.TryGetValue(operation, out var bit) ? state | bit : state;
}
