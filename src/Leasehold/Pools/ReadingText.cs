using System.Data;
using System.Data.Common;

namespace Leasehold.Pools;

/// <summary>Whether a command only reads, as far as its text tells: then nothing is lost with the rest of it.</summary>
/// <remarks>
/// Of several statements the later ones may still be running when the first result is left, and so may what a procedure
/// does after it, or an UPDATE that returns its rows: cancelled, that would be undone, and nobody would know.
/// </remarks>
internal static class ReadingText
{
    private static readonly string[] Reads = ["SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DESCRIBE", "PRAGMA"];
    private static readonly string[] Writes = ["INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE"];

    public static bool Is(DbCommand command) => Is(command.CommandType, command.CommandText);

    public static bool Is(DbBatchCommand command) => Is(command.CommandType, command.CommandText);

    private static bool Is(CommandType type, string text)
    {
        if (type != CommandType.Text)
        {
            return type == CommandType.TableDirect;
        }

        // Where a semicolon stands in a literal the driver reads on, as it would without us.
        var statement = SkipComments(text).TrimEnd("; \r\n\t");
        return !statement.Contains(';')
            && (StartsWithAny(statement, Reads)
                || (StartsWithAny(statement, ["WITH"]) && !Array.Exists(Writes, word => HasWord(text, word))));
    }

    private static ReadOnlySpan<char> SkipComments(ReadOnlySpan<char> text)
    {
        while (true)
        {
            text = text.TrimStart("( \r\n\t");
            var end = text.StartsWith("--") ? text.IndexOf('\n') : text.StartsWith("/*") ? text.IndexOf("*/") + 1 : 0;
            if (end <= 0)
            {
                return text;
            }

            text = text[(end + 1)..];
        }
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] words)
    {
        foreach (var word in words)
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && (text.Length == word.Length || !IsOfWord(text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    // Not as a part of a name, such as updated_at.
    private static bool HasWord(string text, string word)
    {
        for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + word.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end == text.Length || !IsOfWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$';
}
