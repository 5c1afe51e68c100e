namespace Leasehold.Sight.Health;

/// <summary>What a probe of a database found.</summary>
internal enum ProbeOutcome
{
    /// <summary>It answered.</summary>
    Reached,

    /// <summary>No place in any pool was free to ask with.</summary>
    Busy,

    /// <summary>It did not answer, or answered with an error.</summary>
    Unreachable,
}
