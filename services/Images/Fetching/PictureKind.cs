namespace Leasehold.Images.Fetching;

/// <summary>The kinds of pictures that are taken in.</summary>
internal enum PictureKind
{
    /// <summary>None of them: SVG, PDF, HTML and all else are refused.</summary>
    Unknown,
    Jpeg,
    Png,
    Webp,
    Gif,
    Avif,

    /// <summary>Known, so that it can be refused by name: a phone's picture that browsers do not show.</summary>
    Heic,
}
