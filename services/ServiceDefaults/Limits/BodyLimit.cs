namespace Leasehold.ServiceDefaults.Limits;

/// <summary>The limit a body was refused by, kept for the answer.</summary>
/// <param name="Bytes">The limit.</param>
internal sealed record BodyLimit(long Bytes);
