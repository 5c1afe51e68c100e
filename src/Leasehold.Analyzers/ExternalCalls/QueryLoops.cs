using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Finds the loops over open queries: readers, streamed LINQ queries, unbuffered Dapper queries.</summary>
internal sealed class QueryLoops(Compilation compilation, KnownSymbols known)
{
    private readonly ConditionalWeakTable<IOperation, ImmutableArray<QueryLoop>.Builder> _loops = new();
    private readonly INamedTypeSymbol? _queryable = compilation.GetTypeByMetadataName("System.Linq.IQueryable");

    private readonly INamedTypeSymbol? _dapper = compilation.GetTypeByMetadataName("Dapper.SqlMapper");

    /// <summary>Types that only EF Core or linq2db make queries of.</summary>
    private readonly ImmutableArray<INamedTypeSymbol> _tables = compilation.Known(
        "Microsoft.EntityFrameworkCore.DbSet`1", "LinqToDB.ITable`1");

    public bool Any(IOperation block) => _loops.GetValue(block, Find).Count > 0;

    /// <summary>The innermost open loop around an operation of a block; null when it is in none.</summary>
    public QueryLoop? Around(IOperation block, SyntaxNode call) =>
        _loops.GetValue(block, Find).Where(loop => loop.Body.Contains(call.Span)).LastOrDefault();

    private ImmutableArray<QueryLoop>.Builder Find(IOperation block)
    {
        var found = ImmutableArray.CreateBuilder<QueryLoop>();
        foreach (var operation in block.Descendants())
        {
            switch (operation)
            {
                case IForEachLoopOperation loop when QueryOf(loop) is { } query:
                    found.Add(new QueryLoop(loop.Body.Syntax.Span, query, reader: null));
                    break;
                case IWhileLoopOperation { Condition: { } condition } loop when ReaderOf(condition) is { } reader:
                    found.Add(new QueryLoop(loop.Body.Syntax.Span, Name(reader), Place.Of(reader)));
                    break;
                case IForLoopOperation { Condition: { } condition } loop when ReaderOf(condition) is { } reader:
                    found.Add(new QueryLoop(loop.Body.Syntax.Span, Name(reader), Place.Of(reader)));
                    break;
            }
        }

        return found;
    }

    private static string Name(IOperation reader) =>
        Place.Of(reader)?.Name is { } name ? $"the rows of '{name}'" : "the rows of a reader";

    private IOperation? ReaderOf(IOperation condition) =>
        condition.DescendantsAndSelf().OfType<IInvocationOperation>()
            .FirstOrDefault(call => call.TargetMethod.Name is "Read" or "ReadAsync"
                && known.Database.IsReader(call.TargetMethod.ContainingType))?.Instance;

    private string? QueryOf(IForEachLoopOperation loop)
    {
        var source = Unwrapped(loop.Collection);
        if (source is IInvocationOperation { TargetMethod: var method } call)
        {
            if (method.ContainingType.Is(_dapper))
            {
                return method.Name.StartsWith("QueryUnbuffered", StringComparison.Ordinal)
                    || call.ArgumentOf("buffered")?.Value.ConstantValue is { HasValue: true, Value: false }
                        ? "the rows of an unbuffered query" : null;
            }

            if (method.Name is "AsAsyncEnumerable")
            {
                source = Unwrapped(call.Receiver() ?? source);
            }
        }

        return source.Type.Is(_queryable) && IsOfDatabase(source) ? "the rows of a query that is streamed" : null;
    }

    /// <summary>The query behind what only changes its enumeration, and behind a variable that is set once.</summary>
    private static IOperation Unwrapped(IOperation source)
    {
        for (var i = 0; i < 16; i++)
        {
            source = source.WithoutConversion();
            var next = source switch
            {
                IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } call =>
                    call.Receiver(),
                ILocalReferenceOperation local => InitialValue(local),
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            source = next;
        }

        return source;
    }

    private static IOperation? InitialValue(ILocalReferenceOperation local)
    {
        IOperation root = local;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local))
            ?.GetVariableInitializer()?.Value;
    }

    /// <summary>Whether a query begins at a table: in memory, AsQueryable makes one of a list.</summary>
    private bool IsOfDatabase(IOperation query) =>
        query.Type.IsAny(_tables)
        || query.DescendantsAndSelf().Any(part => part.Type.IsAny(_tables) || known.Database.IsContext(part.Type));
}
