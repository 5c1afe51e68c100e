namespace Leasehold.Dashboard;

/// <summary>Something that is not as it should be, and what to do about it, in plain words.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="What">What was seen.</param>
/// <param name="Advice">What to do next.</param>
/// <param name="Page">The page of the documentation that tells more.</param>
internal sealed record Finding(FindingLevel Level, string What, string Advice, Uri Page);
