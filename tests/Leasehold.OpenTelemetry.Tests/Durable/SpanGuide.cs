using Leasehold.LocalServers.Repository;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>What the guide says of spans: a row for each, its tags in the last column.</summary>
internal static class SpanGuide
{
    private const string TableHead = "| span | when | tags |";

    /// <summary>The tags that a span has; a span that the guide does not list is an error.</summary>
    public static IEnumerable<string> TagsOf(string span)
    {
        var page = Path.Combine(BuildOutput.RepositoryRoot!, "docs", "guide", "seeing-who-holds.md");
        var row = File.ReadLines(page)
            .SkipWhile(static line => line != TableHead)
            .TakeWhile(static line => line.Length > 0)
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .Single(cells => cells[1] == $"`{span}`");
        return row[3].Split('`').Where(static (_, place) => place % 2 == 1);
    }
}
