namespace Leasehold.Analyzers;

/// <summary>One line of the list of what leaves the process: see ExternalCalls.txt.</summary>
/// <param name="kind">What the pattern is compared with.</param>
/// <param name="pattern">A full name, or the beginning of one before its "*".</param>
/// <param name="methods">Methods that count whatever they return; a task or a stream always does.</param>
/// <param name="isRead">Whether doing it again or not at all is harmless.</param>
internal sealed class ExternalEntry(string kind, string pattern, string[] methods, bool isRead)
{
    private static readonly string[] Kinds = ["returns", "marked", "configured", "named", "not"];

    /// <summary>"type", or the word before the pattern.</summary>
    public string Kind { get; } = kind;

    public string Pattern { get; } = pattern;

    public bool IsRead { get; } = isRead;

    /// <summary>Whether tasks count beside the methods that are named; of ports only those that are named.</summary>
    public bool CountsTasks { get; } = kind != "named" || methods.Length == 0;

    /// <summary>The list that ships with the rules.</summary>
    public static ImmutableArray<ExternalEntry> Shipped { get; } = ImmutableArray.CreateRange(Read());

    public bool Matches(string name) => Glob.IsMatch(Pattern, name);

    public bool Names(string method) =>
        methods.Any(one => Glob.IsMatch(one, method) || method.Length == one.Length + 5 && method == one + "Async");

    private static IEnumerable<ExternalEntry> Read()
    {
        using var stream = typeof(ExternalEntry).Assembly.GetManifestResourceStream("ExternalCalls.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return Of(line);
            }
        }
    }

    private static ExternalEntry Of(string line)
    {
        var colon = line.IndexOf(':');
        var methods = colon < 0 ? [] : line.Substring(colon + 1).Split(',').Select(static one => one.Trim()).ToArray();
        var words = (colon < 0 ? line : line.Substring(0, colon)).Split(' ');
        var kind = Kinds.Contains(words[0], StringComparer.Ordinal) ? words[0] : "type";
        return new ExternalEntry(kind, words[words.Length - 1], methods, words[0] == "reads");
    }
}
