namespace Leasehold.Cli.Doctoring;

/// <summary>Whom to ask, and how.</summary>
internal sealed record DoctorRequest
{
    /// <summary>The instances.</summary>
    public required IReadOnlyList<Instance> Instances { get; init; }

    /// <summary>Sent with each request.</summary>
    public required IReadOnlyList<RequestHeader> Headers { get; init; }

    /// <summary>Whether one JSON document is printed.</summary>
    public bool AsJson { get; init; }
}
