using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;

namespace Leasehold.Demo.Page.Playing;

/// <summary>One function with both its sides, under way or over.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Play(FunctionPlan plan, TimeSpan duration)
{
    private volatile PlayState _state = PlayState.Running;

    public FunctionPlan Plan { get; } = plan;

    /// <summary>How long load arrives.</summary>
    public TimeSpan Duration { get; } = duration;

    /// <summary>Longer than that no side takes: what was started last has to be called for and waited for.</summary>
    public TimeSpan Horizon => Duration + Plan.Call + Plan.AcquireTimeout;

    public SideRecording WrongWay { get; } = new();

    public SideRecording Staged { get; } = new();

    public PlayState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>0 to 100.</summary>
    public double Progress => State == PlayState.Finished
        ? 100
        : Math.Min(99, 100 * WrongWay.Latest.Figures.Seconds / Horizon.TotalSeconds);
}
