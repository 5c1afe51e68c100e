using Microsoft.CodeAnalysis;

namespace Repository.Tests.Reading;

internal static class SyntaxPositions
{
    /// <summary>The 1-based line on which the node begins, without its leading comments.</summary>
    public static int FirstLine(this SyntaxNode node) =>
        node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    public static int LastLine(this SyntaxNode node) =>
        node.SyntaxTree.GetLineSpan(node.Span).EndLinePosition.Line + 1;

    public static int Line(this SyntaxTrivia trivia) =>
        trivia.SyntaxTree!.GetLineSpan(trivia.Span).StartLinePosition.Line + 1;
}
