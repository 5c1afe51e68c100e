using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Durable;

/// <summary>An operation whose attempts are used up, as it is told to the operation's own rows.</summary>
/// <remarks>
/// Immutable. Its arguments may be unreadable: written by another version of the service, of which no instance is left.
/// </remarks>
/// <typeparam name="TArgs">What the call needed.</typeparam>
public sealed record AbandonedCall<TArgs>
{
    private readonly DurableCall<TArgs>? _call;

    /// <summary>An operation whose arguments can be read.</summary>
    /// <param name="call">As its stages saw it.</param>
    [SetsRequiredMembers]
    public AbandonedCall(DurableCall<TArgs> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        _call = call;
        (Id, Attempt, PreparedAt, SinceLastCall) = (call.Id, call.Attempt, call.PreparedAt, call.SinceLastCall);
    }

    /// <summary>An operation whose arguments cannot be read.</summary>
    public AbandonedCall()
    {
    }

    /// <summary>The operation.</summary>
    public required Guid Id { get; init; }

    /// <summary>How many attempts were begun.</summary>
    public required int Attempt { get; init; }

    /// <summary>When stage 1 wrote it.</summary>
    public required DateTimeOffset PreparedAt { get; init; }

    /// <inheritdoc cref="DurableCall{TArgs}.SinceLastCall"/>
    public TimeSpan? SinceLastCall { get; init; }

    /// <summary>The arguments as stage 1 wrote them, when this version cannot read them.</summary>
    /// <value>JSON, as far as anybody knows; null when they can be read.</value>
    public string? UnreadArgs { get; init; }

    /// <summary>The operation as its stages saw it, when its arguments can be read.</summary>
    /// <param name="call">The operation.</param>
    public bool TryGetCall([NotNullWhen(true)] out DurableCall<TArgs>? call)
    {
        call = _call;
        return call is not null;
    }
}
