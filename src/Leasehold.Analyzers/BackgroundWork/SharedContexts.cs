using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Finds a context that several tasks of one <c>Task.WhenAll</c> use at once.</summary>
internal static class SharedContexts
{
    public static ISymbol? In(IInvocationOperation call, KnownSymbols known, Compilation compilation)
    {
        if (call.TargetMethod is not { Name: "WhenAll", ContainingType.Name: "Task" })
        {
            return null;
        }

        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var task in call.Arguments.SelectMany(static argument => Elements(argument.Value)))
        {
            var started = task is ILocalReferenceOperation { Local: var local }
                ? MethodBodies.InitialValue(local, compilation)?.WithoutConversion() : task;
            var lambda = (started as IInvocationOperation)?.Arguments
                .Select(static argument => argument.Value.WithoutConversion()).OfType<IDelegateCreationOperation>()
                .Select(static creation => creation.Target).OfType<IAnonymousFunctionOperation>().FirstOrDefault();
            if (lambda is not null && started is IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" }
                && ContextIn(lambda, known) is { } repeated)
            {
                return repeated; // one task for each element, all of them on it
            }

            if (started is not null && lambda is null && ContextIn(started, known) is { } one && !used.Add(one))
            {
                return one;
            }
        }

        return null;
    }

    private static IEnumerable<IOperation> Elements(IOperation value) =>
        value.WithoutConversion() switch
        {
            IArrayCreationOperation { Initializer: { } list } =>
                list.ElementValues.Select(InvocationShape.WithoutConversion),
            IInvocationOperation or ILocalReferenceOperation => [value.WithoutConversion()],
            // A collection expression, params of a span: the oldest compiler's interface has no shape for it.
            var list => list.ChildOperations.Select(InvocationShape.WithoutConversion),
        };

    /// <summary>The context that an expression uses and has not made itself.</summary>
    private static ISymbol? ContextIn(IOperation work, KnownSymbols known) =>
        work.DescendantsAndSelf()
            .Where(part => known.Database.IsContext(part.Type))
            .Select(static part => Place.Of(part)?.Symbol)
            .FirstOrDefault(symbol => symbol is not null
                && !symbol.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == work.Syntax.SyntaxTree
                    && work.Syntax.Span.Contains(declared.Span)));
}
