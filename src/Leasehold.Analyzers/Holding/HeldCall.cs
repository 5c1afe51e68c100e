using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>A call that a body waits for while it holds something.</summary>
/// <param name="body">Where.</param>
/// <param name="call">What is waited for.</param>
/// <param name="found">What kind of call it is.</param>
/// <param name="state">The facts of the body's flow meanwhile.</param>
/// <param name="held">What is held meanwhile, latest acquired last; never empty.</param>
internal sealed class HeldCall<T>(
    FunctionBody body, IOperation call, T found, ulong state, ImmutableArray<HeldResource> held)
{
    public FunctionBody Body { get; } = body;

    public IOperation Call { get; } = call;

    public T Found { get; } = found;

    public ulong State { get; } = state;

    public ImmutableArray<HeldResource> Held { get; } = held;
}
