namespace Leasehold.BeforeAfter.Works;

/// <summary>What can be made, as it is stored.</summary>
internal static class WorkKinds
{
    public const string Video = "video";
    public const string Picture = "picture";
    public const string Song = "song";
    public const string Clip = "clip";
    public const string Lyric = "lyric";
}
