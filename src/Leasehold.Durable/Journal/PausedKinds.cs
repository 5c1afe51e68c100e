using System.Globalization;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>The kinds that the workers of all instances leave alone: a row for each.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class PausedKinds(ConnectionPools pools, JournalDialect dialect)
{
    private const string Table = JournalTables.PausedKinds;

    private readonly string _insert =
        $"INSERT INTO {Table} (kind, paused_us, reason) VALUES (@kind, {dialect.Now}, @reason)";

    /// <summary>Whether a kind is paused, as a condition in a statement with the kind as that parameter.</summary>
    public static string Condition(string parameter)
        => $"EXISTS (SELECT 1 FROM {Table} WHERE {Table}.kind = {parameter})";

    /// <summary>Whether it was not paused before.</summary>
    public async Task<bool> PauseAsync(string kind, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            await pools.InSessionAsync(
                async (session, token) =>
                {
                    using var insert = new JournalCommand(session, dialect, _insert)
                        .With("kind", kind).With("reason", reason);
                    await insert.ExecuteAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (pools.Provider.Classify(exception) == DatabaseErrorKind.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>Whether it was paused.</summary>
    public Task<bool> ResumeAsync(string kind, CancellationToken cancellationToken)
        => pools.InSessionAsync(
            async (session, token) =>
            {
                using var delete = new JournalCommand(session, dialect, $"DELETE FROM {Table} WHERE kind = @kind")
                    .With("kind", kind);
                return await delete.ExecuteAsync(token).ConfigureAwait(false) == 1;
            },
            cancellationToken);

    /// <summary>What is alive and dead of every kind, and which are paused.</summary>
    public Task<IReadOnlyList<DurableKind>> ListAsync(
        IReadOnlyList<string> registered, CancellationToken cancellationToken)
        => pools.InReadSessionAsync<IReadOnlyList<DurableKind>>(
            async (session, token) =>
            {
                // Each in an index of its own, whatever is kept besides.
                using var count = new JournalCommand(
                    session,
                    dialect,
                    $"""
                    SELECT kind, 0, count(*), NULL FROM {JournalTables.Operations} WHERE state = 0 GROUP BY kind
                    UNION ALL
                    SELECT kind, 2, count(*), NULL FROM {JournalTables.Operations} WHERE state = 2 AND state <> 0
                    GROUP BY kind
                    UNION ALL
                    SELECT kind, -1, 0, reason FROM {Table}
                    """);
                var rows = await count.ReadAsync(
                    static reader => (
                        Kind: reader.GetString(0),
                        State: Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture),
                        Count: Convert.ToInt64(reader.GetValue(2), CultureInfo.InvariantCulture),
                        Reason: reader.IsDBNull(3) ? null : reader.GetString(3)),
                    token).ConfigureAwait(false);
                return [.. rows.Select(static row => row.Kind).Union(registered, StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(kind => new DurableKind
                    {
                        Kind = kind,
                        IsRegistered = registered.Contains(kind, StringComparer.Ordinal),
                        IsPaused = rows.Exists(row => row.State == -1 && row.Kind == kind),
                        PauseReason = rows.Find(row => row.State == -1 && row.Kind == kind).Reason,
                        Prepared = rows.Find(row => row.State == 0 && row.Kind == kind).Count,
                        Dead = rows.Find(row => row.State == 2 && row.Kind == kind).Count,
                    })];
            },
            cancellationToken);
}
