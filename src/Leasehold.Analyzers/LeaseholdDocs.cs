namespace Leasehold.Analyzers;

/// <summary>Where the pages about rules are found, and what they are filed under.</summary>
internal static class LeaseholdDocs
{
    public const string Category = "Leasehold";

    private const string Rules = "https://github.com/leasehold/leasehold/blob/main/docs/rules/";

    public static string Rule(string id) => Rules + id + ".md";
}
