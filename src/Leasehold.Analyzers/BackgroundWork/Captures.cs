using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Finds what a piece of work takes along that ends with the request.</summary>
internal sealed class Captures(ScopedTypes scoped, Acquisitions acquisitions)
{
    /// <summary>The first thing of the request that the arguments of a call, or lambdas in them, mention.</summary>
    public ISymbol? In(IReadOnlyList<IOperation> works, CancellationToken cancellationToken)
        => works.Any(Disposes)
            ? null
            : works.Select(work => In(work, cancellationToken)).FirstOrDefault(static found => found is not null);

    /// <summary>Work that disposes such a thing itself was given it for good.</summary>
    private bool Disposes(IOperation work)
        => work.Descendants().OfType<IInvocationOperation>().Any(call =>
            call.Instance is { } instance
            && LocalUses.IsRelease(call.TargetMethod.Name)
            && instance is not ILocalReferenceOperation
            && scoped.Contain(instance.Type));

    private ISymbol? In(IOperation work, CancellationToken cancellationToken)
    {
        foreach (var operation in work.DescendantsAndSelf())
        {
            var symbol = operation switch
            {
                ILocalReferenceOperation local when scoped.Contain(local.Type) => (ISymbol)local.Local,
                IParameterReferenceOperation parameter when scoped.Contain(parameter.Type) => parameter.Parameter,
                IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field when scoped.Contain(field.Type)
                    => field.Field,
                IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property
                    when scoped.Contain(property.Type) => property.Property,
                _ => null,
            };
            if (symbol is not null
                && !IsDeclaredIn(symbol, work, cancellationToken)
                && !IsNameOnly(operation)
                && !IsGivenAway(symbol, work, cancellationToken))
            {
                return symbol;
            }
        }

        return null;
    }

    private static bool IsDeclaredIn(ISymbol symbol, IOperation work, CancellationToken cancellationToken)
        => symbol is ILocalSymbol or IParameterSymbol
            && symbol.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == work.Syntax.SyntaxTree
                && work.Syntax.Span.Contains(r.GetSyntax(cancellationToken).Span));

    private static bool IsNameOnly(IOperation operation) => operation.Parent is INameOfOperation;

    /// <summary>
    /// Whether the work is given its own: something acquired here that the work disposes, or that nobody else does.
    /// </summary>
    private bool IsGivenAway(ISymbol symbol, IOperation work, CancellationToken cancellationToken)
    {
        if (symbol is not (ILocalSymbol or IParameterSymbol))
        {
            return false;
        }

        IOperation root = work;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        var isAcquiredHere = false;
        foreach (var operation in root.Descendants())
        {
            var isInWork = work.Syntax.Span.Contains(operation.Syntax.Span);
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol, symbol):
                    isAcquiredHere = declarator.Initializer?.Value is { } value
                        && declarator.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()
                            is { UsingKeyword.RawKind: 0 }
                        && acquisitions.Acquired(Acquisitions.Unwrap(value), cancellationToken) != HeldKind.None;
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation
                    when Is(Mentioned(operation), symbol)
                        && LocalUses.Of(operation, cancellationToken) == LocalUse.Release:
                    return isInWork;
            }
        }

        return isAcquiredHere;
    }

    private static ISymbol? Mentioned(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private static bool Is(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
