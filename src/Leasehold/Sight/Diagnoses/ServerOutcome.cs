using Leasehold.Providers;

namespace Leasehold.Sight.Diagnoses;

/// <summary>What came of asking the server.</summary>
/// <param name="Answer">Whether it answered.</param>
/// <param name="Took">How long that took.</param>
/// <param name="Report">What it told; null when it did not.</param>
/// <param name="Reason">Why it did not, by the name of the error; null when there was none.</param>
internal sealed record ServerOutcome(
    ServerAnswer Answer, TimeSpan Took, ServerReport? Report = null, string? Reason = null);
