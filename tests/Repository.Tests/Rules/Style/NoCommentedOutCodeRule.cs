using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>
/// Comments say why; code that is switched off belongs to the history. Prose seldom ends in a semicolon or is a lone
/// brace, and what does must also parse as a statement that does something.
/// </summary>
internal sealed class NoCommentedOutCodeRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        from trivia in file.Syntax.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        from line in trivia.ToString().Split('\n').Index()
        where IsCode(line.Item)
        select new Violation(file.Path, trivia.Line() + line.Index, $"Code in a comment: {line.Item.Trim()}");

    private static bool IsCode(string comment)
    {
        var text = comment.Trim().TrimStart('/', '*').Replace("*/", string.Empty, StringComparison.Ordinal).Trim();
        return text is "{" or "}" or "};"
            || (text.EndsWith(';') && SyntaxFactory.ParseStatement(text) is var statement
                && !statement.ContainsDiagnostics
                && statement.FullSpan.Length == text.Length
                && DoesSomething(statement));
    }

    /// <summary>"use it;" parses as a declaration, "so;" as an expression: both are prose.</summary>
    private static bool DoesSomething(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax local =>
            local.Declaration.Variables.Any(static variable => variable.Initializer is not null),
        ExpressionStatementSyntax expression => expression.Expression is
            AssignmentExpressionSyntax or InvocationExpressionSyntax or AwaitExpressionSyntax
            or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax,
        EmptyStatementSyntax => false,
        _ => true,
    };
}
