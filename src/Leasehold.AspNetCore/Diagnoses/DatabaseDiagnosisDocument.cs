using Leasehold.Providers;

namespace Leasehold.AspNetCore;

/// <summary>One database in the diagnosis; the meaning of each member is <see cref="Diagnosis"/>'.</summary>
internal sealed record DatabaseDiagnosisDocument(
    string Name,
    string System,
    DateTimeOffset At,
    ServerDocument Server,
    IReadOnlyList<FindingDocument> Findings,
    IReadOnlyList<WaitDocument> Waits,
    IReadOnlyList<string> Notes)
{
    public static DatabaseDiagnosisDocument Of(RegisteredDatabase database, Diagnosis diagnosis) => new(
        database.Name,
        database.Pools.Provider.Dialect.SystemName,
        diagnosis.At,
        ServerDocument.Of(diagnosis.Server),
        [.. diagnosis.Findings.Select(FindingDocument.Of)],
        [.. diagnosis.Waits.Select(WaitDocument.Of)],
        diagnosis.Notes);
}
