using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _streams = new(SymbolEqualityComparer.Default);

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
                case IForEachLoopOperation loop when QueryOf(loop.Collection) is { } query:
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

    /// <summary>Whether rows of this type are handed on one by one, whoever asks for the next.</summary>
    public bool IsStream(ITypeSymbol? type) =>
        known.Tasks.Unwrap(type) is INamedTypeSymbol named
        && named.AndItsBases().Any(one => SymbolEqualityComparer.Default.Equals(
            one.OriginalDefinition, known.Tasks.AsyncEnumerable));

    /// <summary>The streams that a body returns, also as what a result is made of.</summary>
    public IEnumerable<IOperation> ReturnedBy(IOperation body) =>
        body.DescendantsAndSelf().OfType<IReturnOperation>()
            .Where(static one => one.Kind == OperationKind.Return)
            .Select(static one => one.ReturnedValue?.WithoutConversion())
            .Select(static value => value is IInvocationOperation
                {
                    TargetMethod.Name: "Ok" or "Json" or "ServerSentEvents", Arguments: { Length: > 0 } arguments,
                }
                ? arguments[0].Value.WithoutConversion() : value)
            .OfType<IOperation>().Where(value => IsStream(value.Type));

    /// <summary>Whether a method hands on rows while its query is open.</summary>
    public bool Streams(IMethodSymbol method) => _streams.GetOrAdd(
        method.OriginalDefinition, asked => asked.HasBody() && Streams(asked, HeldSummaries.MostDepth));

    private bool Streams(IMethodSymbol method, int depth) =>
        depth > 0 && IsStream(method.ReturnType)
        && MethodBodies.BodiesOf(method, compilation).Any(body =>
            ReturnedBy(body).Any(value => QueryOf(value, depth) is not null)
            || known.Summaries.RegionsOf(method)?.Yields(body, known).Any() == true);

    /// <summary>How messages name the rows of a query that stays open while they are enumerated.</summary>
    public string? QueryOf(IOperation value, int depth = HeldSummaries.MostDepth)
    {
        var source = Unwrapped(value);
        if (source is IInvocationOperation { TargetMethod: var method } call)
        {
            if (IsStream(method.ReturnType) && !method.ReturnType.Is(_queryable)
                && known.Callees.Of(call).Any(callee => Streams(callee, depth - 1)))
            {
                return $"the rows of '{method.Name}'";
            }

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
