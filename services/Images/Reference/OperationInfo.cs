namespace Leasehold.Images.Reference;

/// <summary>What the API reference says about a route beyond its types.</summary>
/// <param name="Id">The operation's name in generated clients.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">The rules a caller must know.</param>
/// <param name="TakesKey">Whether the route takes Idempotency-Key.</param>
/// <param name="RequestExample">A body, as JSON; null for a route without.</param>
/// <param name="Answers">What may come back.</param>
internal sealed record OperationInfo(
    string Id,
    string Summary,
    string Description,
    bool TakesKey,
    string? RequestExample,
    IReadOnlyList<AnswerInfo> Answers);
