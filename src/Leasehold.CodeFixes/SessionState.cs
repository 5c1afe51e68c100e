using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>
/// Whether statements rely on being on one connection, or in one transaction: locks, temporary tables, settings,
/// listeners, a snapshot. Another connection has none of them, so such a block is not split.
/// </summary>
internal static class SessionState
{
    private static readonly Regex OfSession = new(
        @"\b(lock|unlock|get_lock|pg_(try_)?advisory\w*|sp_getapplock|for\s+(update|share|no\s+key)|updlock|holdlock"
            + @"|temp|temporary|set\s+(local|session|role|names|transaction|@\w+|[a-z_.]+\s*(=|to))"
            + @"|listen|notify|prepare|declare|pragma|attach|savepoint|last_insert_id|currval|lastval)(?!\w)|#[a-z]\w*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    public static bool IsIn(BlockSyntax block) =>
        block.Statements.OfType<LocalFunctionStatementSyntax>().Any()
        || block.DescendantTokens().Any(static token => token.Kind() switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken =>
                OfSession.IsMatch(WithoutUpdate(token.ValueText)),
            SyntaxKind.IdentifierToken => token.ValueText is "Serializable" or "RepeatableRead" or "Snapshot"
                || token.ValueText.Contains("Lock"),
            _ => false,
        });

    // "UPDATE t SET a = 1" sets a column, and not a setting of the session.
    private static string WithoutUpdate(string sql) =>
        sql.IndexOf("update ", StringComparison.OrdinalIgnoreCase) is var at and >= 0
        && sql.IndexOf(" for update", StringComparison.OrdinalIgnoreCase) < 0
            ? sql.Substring(0, at) : sql;
}
