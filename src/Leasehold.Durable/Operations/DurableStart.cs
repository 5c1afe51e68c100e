namespace Leasehold.Durable;

/// <summary>What stage 1 leaves behind: the operation's id and what its call needs.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Args">What the call needs, all of it; no secrets that may not be stored.</param>
/// <typeparam name="TArgs">What the call needs.</typeparam>
public sealed record DurableStart<TArgs>(TArgs Args)
{
    /// <summary>The operation's id.</summary>
    /// <value>A new one, ordered by time; set your own to link it with your rows. Unique for ever.</value>
    public Guid Id { get; init; } = Guid.CreateVersion7();
}
