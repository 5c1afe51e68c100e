using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>An operation that gives something back.</summary>
/// <param name="place">What it ends.</param>
/// <param name="transactionsOnly">Whether it ends the transaction only, and the connection stays open.</param>
internal readonly struct Release(Place place, bool transactionsOnly)
{
    public Place Place { get; } = place;

    public bool TransactionsOnly { get; } = transactionsOnly;

    /// <summary>What the operation gives back.</summary>
    public static IEnumerable<Release> Of(IOperation operation, KnownSymbols known, int depth = HeldSummaries.MostDepth)
    {
        if (operation is not IInvocationOperation call)
        {
            return [];
        }

        if (Place.Of(call.Receiver()) is not { } place)
        {
            return call.Instance is IInstanceReferenceOperation
                ? known.Summaries.Of(call, depth).Ends
                    .Select(static member => new Release(member, transactionsOnly: false))
                : [];
        }

        var name = call.TargetMethod.Name;
        return name switch
        {
            "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" => Whole(call, place, known),
            "CloseConnection" or "CloseConnectionAsync" => [new Release(place, transactionsOnly: false)],
            "Complete" or "CompleteAsync" when known.Database.KindOf(call.Receiver()?.Type) != HeldKind.None => [],
            _ when UnitShape.IsEnd(name) || name is "Complete" or "CompleteAsync"
                || known.Summaries.Of(call, depth).Ends.Count > 0 => [new Release(place, transactionsOnly: true)],
            _ => [],
        };
    }

    // Disposing what is reached through a held thing ends that thing only if it is the held thing itself, or the
    // connection of it: a command that is disposed leaves the connection open.
    private static IEnumerable<Release> Whole(IInvocationOperation call, Place place, KnownSymbols known)
    {
        var receiver = call.Receiver()?.WithoutConversion();
        return receiver is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } property
            && !known.Database.IsConnection(property.Type)
                ? []
                : [new Release(place, transactionsOnly: false)];
    }
}
