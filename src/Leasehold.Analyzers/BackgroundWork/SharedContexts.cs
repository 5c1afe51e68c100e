using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// Finds the context, session or connection that several tasks of one <c>Task.WhenAll</c> use at once.
/// </summary>
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
                && SharedIn(lambda, known, compilation) is { } repeated)
            {
                return repeated; // one task for each element, all of them on it
            }

            if (started is not null && lambda is null
                && SharedIn(started, known, compilation) is { } one && !used.Add(one))
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

    /// <summary>What an expression uses that serves one at a time, and that it has not made itself.</summary>
    private static ISymbol? SharedIn(IOperation work, KnownSymbols known, Compilation compilation) =>
        work.DescendantsAndSelf()
            .Select(part => IsSharable(part.Type, known.Database) ? Place.Of(part)?.Symbol
                : part is ILocalReferenceOperation { Local: var command } && known.Database.IsCommand(command.Type)
                    ? ConnectionOf(command, known, compilation) : null)
            .FirstOrDefault(symbol => symbol is not null
                && !symbol.DeclaringSyntaxReferences.Any(declared => declared.SyntaxTree == work.Syntax.SyntaxTree
                    && work.Syntax.Span.Contains(declared.Span)));

    /// <summary>What a command was made from: <c>connection.CreateCommand()</c>, <c>new(sql, connection)</c>.</summary>
    private static ISymbol? ConnectionOf(ILocalSymbol command, KnownSymbols known, Compilation compilation) =>
        MethodBodies.InitialValue(command, compilation)?.DescendantsAndSelf()
            .Where(part => known.Database.IsConnection(part.Type))
            .Select(static part => Place.Of(part)?.Symbol)
            .FirstOrDefault(static symbol => symbol is not null);

    private static bool IsSharable(ITypeSymbol? type, DatabaseSymbols database) =>
        database.KindOf(type) is HeldKind.Context or HeldKind.Connection or HeldKind.Session or HeldKind.Lease;
}
