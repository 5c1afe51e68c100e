namespace Leasehold.Sight.ExternalCalls;

/// <summary>The targets that may be called while a connection is held.</summary>
/// <remarks>Thread-safe: read only once made.</remarks>
internal sealed class AllowedTargets
{
    private const int MaxLength = 255;

    private readonly HashSet<string> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _domains = [];

    public AllowedTargets(IEnumerable<string> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.StartsWith("*.", StringComparison.Ordinal))
            {
                _domains.Add(entry[1..]);
            }
            else
            {
                _exact.Add(entry);
            }
        }
    }

    public static bool IsValid(string? entry)
        => entry is { Length: > 0 and <= MaxLength }
            && !entry.Contains('/', StringComparison.Ordinal)
            && !entry.Any(char.IsWhiteSpace)
            && entry.LastIndexOf('*') <= 0
            && (entry[0] != '*' || (entry.Length > 2 && entry[1] == '.'));

    public bool Contains(CallTarget target)
        => _exact.Contains(target.Host)
            || (target.Port > 0 && _exact.Contains(target.Authority))
            || _domains.Exists(domain => target.Host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
}
