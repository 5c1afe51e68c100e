using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells which expressions hand their caller a connection, lease, reader... that it now owns.</summary>
internal sealed class Acquisitions
{
    private static readonly string[] Sources =
    [
        "System.Data.Common.DbConnection",
        "System.Data.IDbConnection",
        "System.Data.Common.DbCommand",
        "System.Data.IDbCommand",
        "System.Data.Common.DbBatch",
        "System.Data.Common.DbDataSource",
        "System.Data.Common.DbProviderFactory",
        "Microsoft.EntityFrameworkCore.IDbContextFactory`1",
        "Dapper.SqlMapper",
        "Leasehold.ConnectionPools",
        "Leasehold.ConnectionPoolsSessionExtensions",
    ];

    /// <summary>How many calls deep a factory is followed.</summary>
    private const int MaxDepth = 2;

    private readonly Compilation _compilation;
    private readonly DatabaseSymbols _types;
    private readonly HashSet<INamedTypeSymbol> _sources = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> _contextOwned = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _factories = new(SymbolEqualityComparer.Default);

    public Acquisitions(Compilation compilation, DatabaseSymbols types)
    {
        _compilation = compilation;
        _types = types;
        Add(_sources, Sources);
        Add(
            _contextOwned,
            "Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade",
            "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions",
            "LinqToDB.Data.DataConnection",
            "LinqToDB.DataContext");
    }

    /// <summary>What the expression acquires for its caller to dispose.</summary>
    public HeldKind Acquired(IOperation operation, CancellationToken cancellationToken)
        => Acquired(operation, MaxDepth, cancellationToken);

    /// <summary>Whether the context keeps the transaction too, so that discarding it loses nothing.</summary>
    public bool IsContextOwned(IInvocationOperation call)
        => call.TargetMethod.Name is "BeginTransaction" or "BeginTransactionAsync"
            && DerivesFrom(call.TargetMethod.ContainingType, _contextOwned);

    /// <summary>The expression under casts, awaits, ConfigureAwait and "?? throw".</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IAwaitOperation awaiting:
                    operation = awaiting.Operation;
                    break;
                case ICoalesceOperation fallback
                    when fallback.WhenNull is IThrowOperation or IConversionOperation { Operand: IThrowOperation }:
                    operation = fallback.Value;
                    break;
                case IInvocationOperation { Instance: { } task } call when call.TargetMethod.Name
                    is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult":
                    operation = task;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } promise }
                    when !SymbolEqualityComparer.Default.Equals(promise.Type.Awaited(), promise.Type):
                    operation = promise;
                    break;
                default:
                    return operation;
            }
        }
    }

    private HeldKind Acquired(IOperation operation, int depth, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case IObjectCreationOperation creation:
                return _types.KindOf(creation.Type) switch
                {
                    HeldKind.Connection => HeldKind.Connection,
                    HeldKind.Context => HeldKind.Context,
                    HeldKind.Scope => HeldKind.Scope,
                    _ => HeldKind.None,
                };
            case IInvocationOperation call:
                var kind = _types.KindOf(call.TargetMethod.ReturnType.Awaited());
                return kind != HeldKind.None
                    && (IsSource(call.TargetMethod)
                        || IsContextOwned(call)
                        || IsFactory(call.TargetMethod, depth, cancellationToken))
                    ? kind
                    : HeldKind.None;
            default:
                return HeldKind.None;
        }
    }

    private bool IsSource(IMethodSymbol method)
        => (!method.IsStatic || method.IsExtensionMethod) && DerivesFrom(method.ContainingType, _sources);

    private static bool DerivesFrom(INamedTypeSymbol? type, HashSet<INamedTypeSymbol> wanted)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (wanted.Contains(current.OriginalDefinition))
            {
                return true;
            }
        }

        return type is not null && type.AllInterfaces.Any(i => wanted.Contains(i.OriginalDefinition));
    }

    /// <summary>A method of this project that returns what it acquired is a source like the driver's.</summary>
    private bool IsFactory(IMethodSymbol method, int depth, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        if (depth == 0 || definition.DeclaringSyntaxReferences.Length == 0 || definition.IsAbstract)
        {
            return false;
        }

        if (_factories.TryGetValue(definition, out var known))
        {
            return known;
        }

        var found = definition.DeclaringSyntaxReferences
            .SelectMany(reference => Returned(reference.GetSyntax(cancellationToken)))
            .Any(value => IsFresh(value, depth - 1, cancellationToken));
        if (depth == MaxDepth)
        {
            // Only what was looked at in full depth is kept: the answer must not depend on who asked first.
            _factories[definition] = found;
        }

        return found;
    }

    private static IEnumerable<ExpressionSyntax> Returned(SyntaxNode declaration)
    {
        foreach (var node in declaration.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax))
        {
            switch (node)
            {
                case ReturnStatementSyntax { Expression: { } returned }:
                    yield return returned;
                    break;
                case ArrowExpressionClauseSyntax arrow when arrow.Parent == declaration:
                    yield return arrow.Expression;
                    break;
            }
        }
    }

    private bool IsFresh(ExpressionSyntax expression, int depth, CancellationToken cancellationToken)
    {
        if (!_compilation.ContainsSyntaxTree(expression.SyntaxTree))
        {
            return false;
        }

#pragma warning disable RS1030 // One look into a method that is called; its answer is kept for the compilation.
        var model = _compilation.GetSemanticModel(expression.SyntaxTree);
#pragma warning restore RS1030
        if (model.GetOperation(expression, cancellationToken) is not { } operation)
        {
            return false;
        }

        var value = Unwrap(operation);
        if (value is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: { Length: 1 } declared })
        {
            if (declared[0].GetSyntax(cancellationToken) is not VariableDeclaratorSyntax local
                || local.Initializer?.Value is not { } initial
                || IsKeptElsewhere(local)
                || model.GetOperation(initial, cancellationToken) is not { } first)
            {
                return false;
            }

            value = Unwrap(first);
        }

        return Acquired(value, depth, cancellationToken) != HeldKind.None;
    }

    /// <summary>Whether a local is also handed to something that may own it: its method then lends it out.</summary>
    private static bool IsKeptElsewhere(VariableDeclaratorSyntax local)
        => local.FirstAncestorOrSelf<BlockSyntax>() is { } block
            && block.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
                name.Identifier.ValueText == local.Identifier.ValueText
                && (name.Parent is ArgumentSyntax
                    || (name.Parent is AssignmentExpressionSyntax to && to.Right == name)));

    private void Add(HashSet<INamedTypeSymbol> set, params string[] names)
    {
        foreach (var name in names)
        {
            if (_compilation.GetTypeByMetadataName(name) is { } type)
            {
                set.Add(type);
            }
        }
    }
}
