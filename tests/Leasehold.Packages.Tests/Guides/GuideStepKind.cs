namespace Leasehold.Packages.Tests.Guides;

/// <summary>What a reader is to do with a block of a page.</summary>
internal enum GuideStepKind
{
    /// <summary>Write it into the named file.</summary>
    File,

    /// <summary>Run it to its end.</summary>
    Run,

    /// <summary>Run it, and let it run.</summary>
    Start,
}
