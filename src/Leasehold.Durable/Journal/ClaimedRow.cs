namespace Leasehold.Durable;

/// <summary>An operation this instance has taken over, with what the journal knew of it.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Kind">The kind it was registered under.</param>
/// <param name="Attempt">Which attempt this is.</param>
/// <param name="Epoch">This owner's epoch.</param>
/// <param name="PreparedAt">When stage 1 wrote it.</param>
/// <param name="SinceLastCall">How long ago the last call may have begun; null when there was none.</param>
/// <param name="Reason">What the attempt before ended with.</param>
/// <param name="Args">The arguments as JSON.</param>
/// <param name="ClaimedAt">A timestamp of this process, taken before the claim.</param>
internal sealed record ClaimedRow(
    Guid Id,
    string Kind,
    int Attempt,
    long Epoch,
    DateTimeOffset PreparedAt,
    TimeSpan? SinceLastCall,
    string? Reason,
    string Args,
    long ClaimedAt)
{
    /// <summary>This instance's hold on it.</summary>
    public Claim Claim { get; } = new(Id, Epoch, ClaimedAt);
}
