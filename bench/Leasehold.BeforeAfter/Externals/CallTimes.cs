using Leasehold.BeforeAfter.Functions;

namespace Leasehold.BeforeAfter.Externals;

/// <summary>How long the simulated APIs take.</summary>
internal sealed record CallTimes(TimeSpan Render, TimeSpan Store, TimeSpan Song, TimeSpan Verse)
{
    public const int VersesPerLyric = 4;

    /// <summary>The part of a clip's time that goes into storing it: 30 s of 270 s.</summary>
    private const int StoreShare = 9;

    public static CallTimes Of(FunctionPlan plan) => plan.Function switch
    {
        GuideFunction.Clip => new(plan.Call - (plan.Call / StoreShare), plan.Call / StoreShare, default, default),
        GuideFunction.Upload => new(default, plan.Call, default, default),
        GuideFunction.Song => new(default, default, plan.Call, default),
        GuideFunction.Lyric => new(default, default, default, plan.Call / VersesPerLyric),
        _ => new(plan.Call, default, default, default),
    };
}
