namespace Leasehold;

/// <summary>Stage 1's decision to end the operation, whatever its call needs; see <see cref="Preparation"/>.</summary>
/// <param name="Value">The operation's result.</param>
/// <typeparam name="TResult">The operation's result.</typeparam>
public readonly record struct FinishedEarly<TResult>(TResult Value);
