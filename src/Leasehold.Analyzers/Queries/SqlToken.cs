namespace Leasehold.Analyzers;

/// <summary>A word, a parameter, a literal or a sign of an SQL text, and how many brackets deep it stands.</summary>
internal readonly struct SqlToken(string text, SqlTokenKind kind, int depth)
{
    public string Text { get; } = text;

    public SqlTokenKind Kind { get; } = kind;

    public int Depth { get; } = depth;

    public bool Is(string word)
        => Kind == SqlTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind == SqlTokenKind.Sign && Text == sign;
}
