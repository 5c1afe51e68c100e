using Leasehold.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>What the statements of a block acquire, need and commit.</summary>
internal sealed class StageSymbols(SemanticModel model, CancellationToken cancellationToken)
{
    private readonly DatabaseSymbols _database = KnownSymbols.Of(model.Compilation).Database;
    private readonly HashSet<ISymbol> _held = new(SymbolEqualityComparer.Default);
    private readonly List<ILocalSymbol> _committed = [];

    /// <summary>Which statements before a position acquire; null unless there are some, next to each other.</summary>
    public (int Start, int End)? Setup(BlockSyntax block, int call)
    {
        var positions = new List<int>();
        for (var i = 0; i < call; i++)
        {
            if (IsAcquiring(block.Statements[i]) || IsOpening(block.Statements[i]))
            {
                positions.Add(i);
            }
        }

        return positions.Count > 0 && positions[positions.Count - 1] - positions[0] == positions.Count - 1
            ? (positions[0], positions[0] + positions.Count)
            : null;
    }

    /// <summary>How a type is written at a place.</summary>
    public string Written(ITypeSymbol type, int position) => type.ToMinimalDisplayString(model, position);

    public bool UsesHeld(IEnumerable<StatementSyntax> statements) =>
        statements.SelectMany(Locals).Any(local => _held.Contains(local));

    /// <summary>The commit of each transaction among these statements.</summary>
    public IEnumerable<StatementSyntax> Commits(IEnumerable<StatementSyntax> statements) =>
        statements.Where(statement => CommittedBy(statement) is not null);

    /// <summary>Whether each transaction is committed once, by a statement that can be repeated.</summary>
    public bool CanCommitTwice(IReadOnlyCollection<StatementSyntax> last, bool hasFirst) =>
        !hasFirst || _committed.All(local =>
            last.Count(statement => SymbolEqualityComparer.Default.Equals(CommittedBy(statement), local)) == 1);

    /// <summary>
    /// The locals that stage 1 declares and others need; null when one of them cannot leave it: something disposable,
    /// a type without a name, a declaration within an expression.
    /// </summary>
    public IReadOnlyList<ILocalSymbol>? NeededLater(
        IEnumerable<StatementSyntax> first, IEnumerable<StatementSyntax> later)
    {
        var needed = new HashSet<ISymbol>(later.SelectMany(Locals), SymbolEqualityComparer.Default);
        var kept = new List<ILocalSymbol>();
        foreach (var statement in first)
        {
            foreach (var local in Declared(statement).Where(needed.Contains))
            {
                if (statement is not LocalDeclarationStatementSyntax
                    {
                        UsingKeyword.RawKind: 0,
                        IsConst: false,
                        Declaration: { Type: not RefTypeSyntax, Variables: { Count: 1 } variables },
                    }
                    || variables[0] is not { Initializer: not null } only
                    || only.Identifier.ValueText != local.Name
                    || !CanLeave(local.Type))
                {
                    return null;
                }

                kept.Add(local);
            }
        }

        return kept;
    }

    private static bool CanLeave(ITypeSymbol type) =>
        type is { IsAnonymousType: false, IsRefLikeType: false, TypeKind: not TypeKind.Error }
        && !type.AllInterfaces.Any(static face => face.Name is "IDisposable" or "IAsyncDisposable" or "IQueryable")
        && (type is not INamedTypeSymbol named || named.TypeArguments.All(CanLeave));

    private bool IsAcquiring(StatementSyntax statement)
    {
        if (statement is not LocalDeclarationStatementSyntax
            {
                UsingKeyword.RawKind: not 0,
                Declaration.Variables: { Count: 1 } variables,
            }
            || variables[0].Initializer is null
            || model.GetDeclaredSymbol(variables[0], cancellationToken) is not ILocalSymbol local)
        {
            return false;
        }

        var kind = _database.AlwaysHeld(local.Type);
        if (kind is null && !_database.IsConnection(local.Type))
        {
            return false;
        }

        _held.Add(local);
        if (kind is HeldKind.Transaction or HeldKind.Scope or HeldKind.Session)
        {
            _committed.Add(local);
        }

        return true;
    }

    private bool IsOpening(StatementSyntax statement) =>
        Call(statement) is { Name.Identifier.ValueText: "Open" or "OpenAsync" } call
        && model.GetSymbolInfo(call.Expression, cancellationToken).Symbol is { } receiver
        && _held.Contains(receiver);

    private ISymbol? CommittedBy(StatementSyntax statement) =>
        Call(statement) is { Name.Identifier.ValueText: "Commit" or "CommitAsync" or "Complete" } call
            && model.GetSymbolInfo(call.Expression, cancellationToken).Symbol is { } receiver
            && _committed.Any(local => SymbolEqualityComparer.Default.Equals(local, receiver))
                ? receiver
                : null;

    /// <summary>The method that a statement does nothing but call, awaited or not.</summary>
    private static MemberAccessExpressionSyntax? Call(StatementSyntax statement)
    {
        var expression = (statement as ExpressionStatementSyntax)?.Expression;
        expression = expression is AwaitExpressionSyntax wait ? wait.Expression : expression;
        var access = (expression as InvocationExpressionSyntax)?.Expression as MemberAccessExpressionSyntax;
        return access is { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax inner }
            ? inner.Expression as MemberAccessExpressionSyntax
            : access;
    }

    private IEnumerable<ILocalSymbol> Locals(StatementSyntax statement) =>
        statement.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Select(name => model.GetSymbolInfo(name, cancellationToken).Symbol)
            .OfType<ILocalSymbol>();

    private IEnumerable<ILocalSymbol> Declared(StatementSyntax statement) =>
        statement.DescendantNodes()
            .Where(static node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax)
            .Select(node => model.GetDeclaredSymbol(node, cancellationToken))
            .OfType<ILocalSymbol>();
}
