namespace Leasehold.LocalServers.Processes;

/// <summary>What to start, and how much of its output to keep.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The executable: a path, or a name on PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, unquoted.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables set on top of this process's own; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The working folder; null is this process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether its standard input stays open while this process lives, instead of being empty.</summary>
    /// <value>False by default: the input is at its end at once.</value>
    public bool KeepInputOpen { get; init; }

    /// <summary>
    /// Whether it is in a session of its own, so that Ctrl+C in a terminal reaches this process only. Linux; elsewhere
    /// it makes no difference.
    /// </summary>
    /// <value>False by default.</value>
    public bool OwnSession { get; init; }

    /// <summary>Called with every line of output, one at a time; null for nobody.</summary>
    public Action<string>? OnOutput { get; init; }

    /// <summary>How many of the last lines of output are kept.</summary>
    /// <value>Lines; 2,000 by default.</value>
    public int MaxCapturedLines { get; init; } = 2_000;

    /// <summary>A .NET assembly, run by the host that runs this process.</summary>
    public static ChildProcessOptions ForDotnet(string assemblyPath, IEnumerable<string> arguments) =>
        new() { FileName = DotnetHost.Path, Arguments = [assemblyPath, .. arguments] };
}
