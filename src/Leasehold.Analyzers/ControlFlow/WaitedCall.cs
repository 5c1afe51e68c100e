using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>A call, where a body waits for it.</summary>
/// <param name="call">The call, or the await of its task.</param>
/// <param name="found">What kind of call it is.</param>
/// <param name="state">The facts while it runs.</param>
internal readonly struct WaitedCall<T>(IOperation call, T found, ulong state)
{
    public IOperation Call { get; } = call;

    public T Found { get; } = found;

    public ulong State { get; } = state;
}
