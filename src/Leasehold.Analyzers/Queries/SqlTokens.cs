namespace Leasehold.Analyzers;

/// <summary>Cuts an SQL text of any dialect into tokens, comments left out.</summary>
internal static class SqlTokens
{
    public static List<SqlToken> Of(string sql)
    {
        var tokens = new List<SqlToken>();
        var depth = 0;
        var at = 0;
        while (at < sql.Length)
        {
            var c = sql[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == '-' && Next(sql, at) == '-')
            {
                at = EndOf(sql, "\n", at + 2);
            }
            else if (c == '/' && Next(sql, at) == '*')
            {
                at = EndOf(sql, "*/", at + 2);
            }
            else
            {
                depth -= c == ')' ? 1 : 0;
                at = Read(sql, at, depth, tokens);
                depth += c == '(' ? 1 : 0;
            }
        }

        return tokens;
    }

    private static int Read(string sql, int at, int depth, List<SqlToken> tokens)
    {
        var c = sql[at];
        int end;
        switch (c)
        {
            case '\'':
                end = EndOf(sql, "'", at + 1);
                tokens.Add(new SqlToken(sql.Substring(at, end - at), SqlTokenKind.Value, depth));
                return end;
            case '"' or '`' or '[':
                end = EndOf(sql, c == '[' ? "]" : c.ToString(), at + 1);
                var name = sql.Substring(at, end - at).Trim('"', '`', '[', ']');
                tokens.Add(new SqlToken(name, SqlTokenKind.Word, depth));
                return end;
            case '?':
                tokens.Add(new SqlToken("?", SqlTokenKind.Value, depth));
                return at + 1;
            case '@' or '$' when IsWordPart(Next(sql, at)):
            case ':' when IsWordPart(Next(sql, at)) && (at == 0 || sql[at - 1] != ':'):
                end = EndOfWord(sql, at + 1);
                tokens.Add(new SqlToken(sql.Substring(at, end - at), SqlTokenKind.Value, depth));
                return end;
        }

        if (!IsWordPart(c))
        {
            tokens.Add(new SqlToken(c.ToString(), SqlTokenKind.Sign, depth));
            return at + 1;
        }

        end = EndOfWord(sql, at);
        var kind = char.IsDigit(c) ? SqlTokenKind.Value : SqlTokenKind.Word;
        tokens.Add(new SqlToken(sql.Substring(at, end - at), kind, depth));
        return end;
    }

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && IsWordPart(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static char Next(string sql, int at) => at + 1 < sql.Length ? sql[at + 1] : '\0';

    private static int EndOf(string sql, string mark, int from)
    {
        var found = from <= sql.Length ? sql.IndexOf(mark, from, StringComparison.Ordinal) : -1;
        return found < 0 ? sql.Length : found + mark.Length;
    }
}
