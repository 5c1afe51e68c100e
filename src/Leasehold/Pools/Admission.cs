namespace Leasehold;

/// <summary>The gate's answer: a place, or the reason there is none.</summary>
/// <param name="Place">0 to Size - 1 for a guaranteed place, Size and above for overflow; -1 when refused.</param>
/// <param name="Refusal">Why not.</param>
internal readonly record struct Admission(int Place, Refusal Refusal)
{
    public bool IsAdmitted => Refusal == Refusal.None;

    public static Admission To(int place) => new(place, Refusal.None);

    public static Admission Refused(Refusal refusal) => new(-1, refusal);
}
