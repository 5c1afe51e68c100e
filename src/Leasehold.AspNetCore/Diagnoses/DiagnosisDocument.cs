namespace Leasehold.AspNetCore;

/// <summary>The whole answer of the diagnosis route.</summary>
internal sealed record DiagnosisDocument(DateTimeOffset TakenAt, IReadOnlyList<DatabaseDiagnosisDocument> Databases);
