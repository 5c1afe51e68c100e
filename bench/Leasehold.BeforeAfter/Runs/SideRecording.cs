namespace Leasehold.BeforeAfter.Runs;

/// <summary>What a running side shows of itself.</summary>
/// <remarks>Thread-safe: one writes, any number read.</remarks>
public sealed class SideRecording
{
    private volatile SideView _latest = SideView.None;

    /// <summary>The side as it stands.</summary>
    public SideView Latest
    {
        get => _latest;
        internal set => _latest = value;
    }
}
