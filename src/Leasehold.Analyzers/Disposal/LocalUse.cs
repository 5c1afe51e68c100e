namespace Leasehold.Analyzers;

/// <summary>What one mention of a local does to the duty of disposing it.</summary>
internal enum LocalUse
{
    /// <summary>Nothing: it is only used.</summary>
    Borrow,

    /// <summary>It is disposed or closed.</summary>
    Release,

    /// <summary>It is handed to somebody who disposes it.</summary>
    Escape,

    /// <summary>The local is given another value.</summary>
    Overwrite,
}
