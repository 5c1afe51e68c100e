namespace Leasehold;

/// <summary>A database server, as a diagnosis found it.</summary>
public sealed record DiagnosedServer
{
    /// <summary>Whether it answered.</summary>
    public required ServerAnswer Answer { get; init; }

    /// <summary>Which one, host and port; null when none was asked.</summary>
    public string? Name { get; init; }

    /// <summary>How long the answer took, with connecting.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Whether it takes no writes now: a standby, or set to read only; null when not known.</summary>
    public bool? IsReadOnly { get; init; }

    /// <summary>Connections that it has now, of whomever; null when not known.</summary>
    public int? Connections { get; init; }

    /// <summary>How many it takes from ordinary users; null when not known.</summary>
    public int? MaxConnections { get; init; }
}
