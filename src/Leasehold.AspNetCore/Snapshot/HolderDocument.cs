using System.Text.Json;

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
    string? ExternalHost)
{
    public static HolderDocument Of(Holder holder) => new(
        holder.Flow,
        holder.Member,
        holder.File,
        holder.Line,
        holder.TraceId,
        Math.Round(holder.HeldFor.TotalMilliseconds, 1),
        holder.InTransaction,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(holder.Activity.ToString()),
        holder.ExternalHost);
}
