namespace Leasehold.Durable;

/// <summary>Says once of each kind in the journal that it is not registered here: it waits for others.</summary>
internal sealed class UnknownKinds(RunParts parts, OperationCatalog catalog)
{
    private static readonly SessionOptions Looking = new() { Workload = JournalPool.Workload };

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var unknown = await parts.Pools
            .InReadSessionAsync(
                Looking,
                (session, token) => parts.Journal.UnknownKindsAsync(session, catalog.Kinds, token),
                cancellationToken)
            .ConfigureAwait(false);
        foreach (var kind in unknown.Where(_said.Add))
        {
            Log.KindUnknown(parts.Logger, kind);
        }
    }
}
