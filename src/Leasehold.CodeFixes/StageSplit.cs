using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Leasehold.CodeFixes;

/// <summary>
/// A block that can be split: it acquires by using declarations next to each other, works, makes the call in a
/// statement of its own that needs nothing that is held, and works on. What is acquired is acquired twice, and a
/// transaction is committed twice: at the end of stage 1 as it is in stage 3.
/// </summary>
internal sealed class StageSplit
{
    private readonly ImmutableArray<StatementSyntax> _before;
    private readonly ImmutableArray<StatementSyntax> _setup;
    private readonly ImmutableArray<StatementSyntax> _first;
    private readonly StatementSyntax _call;
    private readonly ImmutableArray<StatementSyntax> _last;
    private readonly StageSymbols _symbols;
    private readonly SyntaxTrivia _lineEnd;

    private StageSplit(BlockSyntax block, int call, (int Start, int End) setup, StageSymbols symbols)
    {
        Block = block;
        _before = Range(block, 0, setup.Start);
        _setup = Range(block, setup.Start, setup.End);
        _first = Range(block, setup.End, call);
        _call = block.Statements[call];
        _last = Range(block, call + 1, block.Statements.Count);
        _symbols = symbols;
        var lineEnd = block.DescendantTrivia()
            .FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        _lineEnd = lineEnd == default ? SyntaxFactory.LineFeed : lineEnd;
    }

    public BlockSyntax Block { get; }

    /// <summary>The split around a call; null where the shape does not allow it.</summary>
    public static StageSplit? Of(SyntaxNode call, SemanticModel model, CancellationToken cancellationToken)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is not (ExpressionStatementSyntax
                or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 })
            || statement.Parent is not BlockSyntax block
            || SessionState.IsIn(block)
            || call.Ancestors().TakeWhile(node => node != statement).OfType<AnonymousFunctionExpressionSyntax>().Any())
        {
            return null;
        }

        var symbols = new StageSymbols(model, cancellationToken);
        var position = block.Statements.IndexOf(statement);
        return symbols.Setup(block, position) is { } setup
            && new StageSplit(block, position, setup, symbols) is { Fits: true } split
                ? split
                : null;
    }

    /// <summary>The block in three stages.</summary>
    public BlockSyntax Rewritten()
    {
        var statements = new List<StatementSyntax>(_before);
        if (_first.Length > 0)
        {
            var kept = _symbols.NeededLater(_first, [_call, .. _last])!;
            statements.AddRange(kept.Select(Declaration));
            Add(statements, Stage([
                .. _setup,
                .. _first.Select(statement => WithoutDeclaration(statement, kept)),
                .. _symbols.Commits(_last).Select(commit => commit.WithoutTrivia().WithTrailingTrivia(_lineEnd)),
            ]));
        }

        Add(statements, _call);
        if (_symbols.UsesHeld(_last))
        {
            Add(statements, Stage([.. _setup, .. _last]));
        }
        else
        {
            statements.AddRange(_last);
        }

        return Block.WithStatements(SyntaxFactory.List(statements)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private bool Fits =>
        !_symbols.UsesHeld([_call])
        && _symbols.CanCommitTwice(_last, _first.Length > 0)
        && _symbols.NeededLater(_first, [_call, .. _last]) is not null;

    private static ImmutableArray<StatementSyntax> Range(BlockSyntax block, int start, int end) =>
        ImmutableArray.CreateRange(block.Statements.Skip(start).Take(end - start));

    private BlockSyntax Stage(IReadOnlyList<StatementSyntax> statements) =>
        SyntaxFactory.Block(statements).WithTrailingTrivia(_lineEnd);

    /// <summary>Adds it with an empty line before it, unless it is the first.</summary>
    private void Add(List<StatementSyntax> statements, StatementSyntax statement)
    {
        var comments = statement.GetLeadingTrivia().SkipWhile(static trivia =>
            trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        statements.Add(statement.WithLeadingTrivia(statements.Count == 0 ? comments : comments.Prepend(_lineEnd)));
    }

    private StatementSyntax Declaration(ILocalSymbol local) =>
        SyntaxFactory.ParseStatement($"{_symbols.Written(local.Type, _call.SpanStart)} {local.Name};")
            .WithTrailingTrivia(_lineEnd);

    private StatementSyntax WithoutDeclaration(StatementSyntax statement, IReadOnlyList<ILocalSymbol> kept)
    {
        if (statement is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            || variables[0] is not { Initializer: { } initial } name
            || !kept.Any(local => local.Name == name.Identifier.ValueText))
        {
            return statement;
        }

        var assignment = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName(name.Identifier.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
            initial.Value.WithLeadingTrivia(SyntaxFactory.Space));
        return SyntaxFactory.ExpressionStatement(assignment).WithTriviaFrom(statement);
    }
}
