using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>One operation of a body, and the facts that hold when it is about to run.</summary>
internal readonly struct FlowStep(IOperation operation, ulong before)
{
    public IOperation Operation { get; } = operation;

    public ulong Before { get; } = before;
}
