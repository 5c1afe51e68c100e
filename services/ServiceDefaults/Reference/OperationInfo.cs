namespace Leasehold.ServiceDefaults.Reference;

/// <summary>What the API reference says about a route beyond its types.</summary>
/// <param name="Tag">What it is listed under.</param>
/// <param name="Id">The operation's name in generated clients.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">The rules a caller must know.</param>
/// <param name="Key">What the route does with Idempotency-Key; null where it takes none.</param>
/// <param name="RequestExample">A body, as JSON; null for a route without.</param>
/// <param name="Answers">What may come back.</param>
public sealed record OperationInfo(
    string Tag,
    string Id,
    string Summary,
    string Description,
    KeyInfo? Key,
    string? RequestExample,
    IReadOnlyList<AnswerInfo> Answers);
