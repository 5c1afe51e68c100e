using System.Text;
using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>What the rules need to know of a page: its headings, their anchors, its links, its code blocks.</summary>
internal sealed partial class MarkdownDocument
{
    private readonly HashSet<string> _anchors = new(StringComparer.Ordinal);

    public MarkdownDocument(RepositoryFile file)
    {
        StringBuilder? block = null;
        var isDrawing = false;
        foreach (var (index, line) in file.Lines.Index())
        {
            if (Fence().Match(line) is { Success: true } fence)
            {
                if (block is null)
                {
                    block = new StringBuilder();
                    isDrawing = fence.Groups["language"].ValueSpan is "text";
                }
                else
                {
                    (isDrawing ? Drawings : CodeBlocks).Add(block.ToString());
                    block = null;
                }
            }
            else if (block is not null)
            {
                block.Append(line).Append('\n');
            }
            else
            {
                Read(line, index + 1);
            }
        }
    }

    /// <summary>The level of each heading, in order.</summary>
    public List<int> HeadingLevels { get; } = [];

    /// <summary>What is run, written or printed as it stands.</summary>
    public List<string> CodeBlocks { get; } = [];

    /// <summary>Blocks of the language <c>text</c>: drawings, whose words may be translated.</summary>
    public List<string> Drawings { get; } = [];

    public List<(string Target, int Line)> Links { get; } = [];

    public bool HasAnchor(string anchor) => _anchors.Contains(anchor);

    private void Read(string line, int number)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            HeadingLevels.Add(heading.Groups["level"].Length);
            AddAnchor(heading.Groups["text"].Value);
        }

        foreach (Match anchor in Anchor().Matches(line))
        {
            _anchors.Add(anchor.Groups["id"].Value);
        }

        foreach (Match link in Link().Matches(InlineCode().Replace(line, "`")))
        {
            Links.Add((link.Groups["target"].Value, number));
        }
    }

    /// <summary>As the forges make it: lower case, spaces to hyphens, punctuation dropped, repeats numbered.</summary>
    private void AddAnchor(string heading)
    {
        var text = LinkText().Replace(heading, "${text}");
        var slug = string.Concat(text.Trim().ToLowerInvariant()
            .Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
            .Select(static c => c == ' ' ? '-' : c));
        var unique = slug;
        for (var repeat = 1; !_anchors.Add(unique); repeat++)
        {
            unique = $"{slug}-{repeat}";
        }
    }

    [GeneratedRegex(@"^\s*(```|~~~)(?<language>\w*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?<level>#{1,6})\s+(?<text>.*?)\s*#*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("<a\\s+(id|name)=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Anchor();

    [GeneratedRegex("`[^`]*`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkText();

    [GeneratedRegex(
        "\\]\\(\\s*<?(?<target>[^)>\\s]+)>?(\\s+\"[^\"]*\")?\\s*\\)|^\\s*\\[[^\\]]+\\]:\\s*(?<target>\\S+)"
        + "|\\b(href|src)=\"(?<target>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Link();
}
