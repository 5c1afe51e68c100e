namespace Leasehold.Images.Images;

/// <summary>Ids of tasks and batches as callers write them.</summary>
internal static class TaskIds
{
    /// <summary>The id as the tables have it; false for what is none, which need not be looked for.</summary>
    public static bool TryRead(string text, out string id)
    {
        // With hyphens or without, in either case: that is how other services' clients keep a UUID.
        var isOne = Guid.TryParseExact(text, "N", out var guid) || Guid.TryParseExact(text, "D", out guid);
        id = isOne ? ImageRow.IdOf(guid) : "";
        return isOne;
    }
}
