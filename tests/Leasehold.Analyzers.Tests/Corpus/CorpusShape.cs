namespace Leasehold.Analyzers.Tests;

/// <summary>A small application and what the rules should say about it, line by line.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Source">Its text; an expected report stands at the end of its line, as <c>// LH0001</c>.</param>
internal sealed record CorpusShape(string Name, string Source)
{
    private const string Mark = "// LH";

    public static string Application { get; } = Read("Application.txt");

    /// <summary>Reports as "line rule"; a suggestion has a question mark.</summary>
    public IEnumerable<string> Expected =>
        Source.Split('\n').Index()
            .Where(static line => line.Item.Contains(Mark, StringComparison.Ordinal))
            .SelectMany(static line => line.Item[(line.Item.LastIndexOf(Mark, StringComparison.Ordinal) + 3)..]
                .Split(", ").Select(rule => $"{line.Index + 1} {rule.Trim()}"));

    /// <summary>Every shape of the corpus; each starts with a line <c>### name</c>.</summary>
    public static IEnumerable<CorpusShape> All() =>
        from file in Directory.GetFiles(Folder, "*.txt").Order(StringComparer.Ordinal)
        where Path.GetFileName(file) != "Application.txt"
        from part in ("\n" + File.ReadAllText(file)).Split("\n### ").Skip(1)
        let end = part.IndexOf('\n', StringComparison.Ordinal)
        select new CorpusShape($"{Path.GetFileNameWithoutExtension(file)}: {part[..end]}", part[(end + 1)..]);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Corpus");

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));
}
