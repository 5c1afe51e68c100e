namespace Leasehold;

/// <summary>Where the pages about errors are found.</summary>
internal static class LeaseholdDocs
{
    public static string Error(string page)
        => $"https://github.com/leasehold/leasehold/blob/main/docs/errors/{page}.md";
}
