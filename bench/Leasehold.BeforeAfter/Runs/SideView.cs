namespace Leasehold.BeforeAfter.Runs;

/// <summary>A side as it stands.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Figures">What it has come to.</param>
/// <param name="Moments">Its pools over time, oldest first.</param>
/// <param name="Holders">Who holds Api connections, longest first; a few.</param>
public sealed record SideView(
    SidePhase Phase, SideFigures Figures, IReadOnlyList<SideMoment> Moments, IReadOnlyList<Holder> Holders)
{
    /// <summary>Before it starts.</summary>
    public static SideView None { get; } = new(SidePhase.Preparing, SideFigures.None, [], []);
}
