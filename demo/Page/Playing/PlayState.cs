namespace Leasehold.Demo.Page.Playing;

/// <summary>How far a play is.</summary>
internal enum PlayState
{
    /// <summary>Both sides are at work.</summary>
    Running,

    /// <summary>Stopped by hand.</summary>
    Stopped,

    /// <summary>Both sides came to their end.</summary>
    Finished,

    /// <summary>It could not be run.</summary>
    Failed,
}
