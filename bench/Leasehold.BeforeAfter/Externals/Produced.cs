namespace Leasehold.BeforeAfter.Externals;

/// <summary>What an external API has made.</summary>
internal sealed record Produced(string Address);
