namespace Leasehold.Analyzers;

/// <summary>What an SQL token is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A keyword or a name, without its quotes.</summary>
    Word,

    /// <summary>A parameter, a number or a string: something with a value.</summary>
    Value,

    /// <summary>Anything else, one character each.</summary>
    Sign,
}
