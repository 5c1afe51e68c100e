using Microsoft.Extensions.Configuration;

namespace Leasehold.Providers;

/// <summary>Finds settings that nobody reads because their names are mistyped.</summary>
/// <remarks>Thread-safe. Names are compared without regard to case, as in configuration.</remarks>
public static class SettingNames
{
    /// <summary>From this length on two slips make a name another one; below it one does.</summary>
    private const int LongName = 8;

    /// <summary>The settings of a section that do not exist.</summary>
    /// <param name="section">The section.</param>
    /// <param name="known">What exists there.</param>
    /// <param name="isShared">
    /// Whether others may have sections there too: one with an unknown name is then found only when it resembles a
    /// known one. A value with an unknown name is found all the same.
    /// </param>
    /// <returns>A sentence for each, which names it and the nearest known one.</returns>
    public static IEnumerable<string> FindUnknown(
        IConfigurationSection section, IReadOnlyCollection<string> known, bool isShared = false)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(known);
        return section.GetChildren()
            .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
                && !(isShared && child.Value is null && FindMistyped(child.Key, known) is null))
            .Select(child => $"{child.Path} is not a setting. Did you mean {Nearest(child.Key, known)}? There are: "
                + $"{string.Join(", ", known)}.");
    }

    /// <summary>The known name that an unknown one was probably meant to be.</summary>
    /// <param name="name">A name. Digits at its end do not count: Api2 is a name of its own beside Api.</param>
    /// <param name="known">The known names.</param>
    /// <returns>Null when it is known, or resembles none.</returns>
    public static string? FindMistyped(string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        var stem = name.TrimEnd([.. "0123456789-_"]);
        if (known.Count == 0 || known.Contains(stem, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var nearest = Nearest(name, known);
        return Distance(name, nearest) is > 0 and var slips && slips <= (name.Length >= LongName ? 2 : 1)
            ? nearest
            : null;
    }

    private static string Nearest(string name, IEnumerable<string> known)
        => known.MinBy(other => Distance(name, other))!;

    // Optimal string alignment: letters that are missing, too many, wrong, or swapped with their neighbour.
    private static int Distance(string one, string other)
    {
        one = one.ToUpperInvariant();
        other = other.ToUpperInvariant();
        var costs = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                costs[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1,
                        costs[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
                }
            }
        }

        return costs[one.Length, other.Length];
    }
}
