namespace Leasehold.Analyzers;

/// <summary>How something acquired gets lost.</summary>
internal enum Leak
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Only when something throws between acquiring and disposing.</summary>
    OnException,

    /// <summary>On some path without any exception.</summary>
    OnSomePath,

    /// <summary>Nothing ever disposes it.</summary>
    Always,
}
