namespace Leasehold.ServiceDefaults.Schema;

/// <summary>What a column holds, as far as the three databases agree on it.</summary>
internal enum ColumnKind
{
    /// <summary>None of those that a service uses: times, decimals, bytes and all else.</summary>
    Other,
    Text,
    WholeNumber,
    Fraction,
}
