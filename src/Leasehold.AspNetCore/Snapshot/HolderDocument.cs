namespace Leasehold.AspNetCore;

/// <summary>One holder in the snapshot; the meaning of each member is <see cref="Holder"/>'s.</summary>
internal sealed record HolderDocument(
    string? Flow,
    string Member,
    string File,
    int Line,
    string? TraceId,
    double HeldMs,
    bool InTransaction,
    string Activity,
    string? ExternalHost,
    long? Session)
{
    public static HolderDocument Of(Holder holder) => new(
        holder.Flow,
        holder.Member,
        holder.File,
        holder.Line,
        holder.TraceId,
        Math.Round(holder.HeldFor.TotalMilliseconds, 1),
        holder.InTransaction,
        SnakeCase.Of(holder.Activity),
        holder.ExternalHost,
        holder.Session);
}
