namespace Leasehold;

/// <summary>Stage 1's decision to go on, whatever the operation's result is; see <see cref="Preparation"/>.</summary>
/// <param name="Prepared">What the call needs.</param>
/// <typeparam name="TPrepared">What the call needs.</typeparam>
public readonly record struct PreparedCall<TPrepared>(TPrepared Prepared);
