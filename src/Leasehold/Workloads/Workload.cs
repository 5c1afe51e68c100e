using System.Diagnostics.CodeAnalysis;

namespace Leasehold;

/// <summary>A class of work that leases from a pool of its own, so that it cannot starve the others.</summary>
/// <remarks>
/// Immutable. Two workloads are equal when their names are equal, ignoring case, as in configuration.
/// </remarks>
public sealed class Workload : IEquatable<Workload>
{
    private Workload(string name) => Name = name;

    /// <summary>Work that a caller waits for: short, latency matters.</summary>
    public static Workload Api { get; } = new("Api");

    /// <summary>Work that goes on after the answer: jobs, hosted services, recovery.</summary>
    public static Workload Background { get; } = new("Background");

    /// <summary>Long reads and bulk writes that may wait for minutes.</summary>
    public static Workload Batch { get; } = new("Batch");

    /// <summary>The name, as in <c>Leasehold:Pools:{name}</c>.</summary>
    public string Name { get; }

    /// <summary>A workload of your own; it needs a section <c>Leasehold:Pools:{name}</c>.</summary>
    /// <param name="name">1 to 32 letters, digits, <c>-</c> or <c>_</c>, beginning with a letter.</param>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    public static Workload Named(string name)
    {
        if (!IsValidName(name))
        {
            throw new ArgumentException(
                "A workload's name is 1 to 32 letters, digits, '-' or '_', and begins with a letter.", nameof(name));
        }

        return new Workload(name);
    }

    /// <inheritdoc/>
    public bool Equals(Workload? other)
        => other is not null && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Workload);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal static bool IsValidName([NotNullWhen(true)] string? name)
        => name is { Length: >= 1 and <= 32 }
            && char.IsAsciiLetter(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
