namespace Leasehold.BeforeAfter.Functions;

/// <summary>The functions of a service that makes songs and videos, each with an external call in its middle.</summary>
public enum GuideFunction
{
    /// <summary>A request that has a video rendered, and waits for it.</summary>
    Video,

    /// <summary>A request that puts a picture into blob storage.</summary>
    Upload,

    /// <summary>A background task that orders a song and asks for it until it is there.</summary>
    Song,

    /// <summary>A background task that has a video rendered and stores it.</summary>
    Clip,

    /// <summary>A background task that has the verses of a lyric written one by one.</summary>
    Lyric,
}
