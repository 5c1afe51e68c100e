namespace Leasehold.Admission;

/// <summary>The gate's answer: a place, or the reason there is none.</summary>
/// <param name="Place">
/// Below <see cref="Gate.FirstOverflow"/> for a guaranteed place, from there on for overflow; -1 when refused.
/// </param>
/// <param name="Refusal">Why not.</param>
internal readonly record struct GateAnswer(int Place, Refusal Refusal)
{
    public bool IsAdmitted => Refusal == Refusal.None;

    public static GateAnswer To(int place) => new(place, Refusal.None);

    public static GateAnswer Refused(Refusal refusal) => new(-1, refusal);
}
