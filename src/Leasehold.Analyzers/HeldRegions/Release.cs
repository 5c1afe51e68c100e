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

    /// <summary>What the operation gives back; null when it does not.</summary>
    public static Release? Of(IOperation operation, KnownSymbols known)
    {
        if (operation is not IInvocationOperation invocation || Place.Of(invocation.Receiver()) is not { } place)
        {
            return null;
        }

        var receiver = invocation.Receiver()?.WithoutConversion().Type;
        return invocation.TargetMethod.Name switch
        {
            "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" => Whole(invocation, place, known),
            "CloseConnection" or "CloseConnectionAsync" => new Release(place, transactionsOnly: false),
            "Commit" or "CommitAsync" or "Rollback" or "RollbackAsync" when known.Database.IsTransaction(receiver) =>
                new Release(place, transactionsOnly: true),
            "CommitTransaction" or "CommitTransactionAsync" or "RollbackTransaction" or "RollbackTransactionAsync" =>
                new Release(place, transactionsOnly: true),
            _ => null,
        };
    }

    // Disposing what is reached through a held thing ends that thing only if it is the held thing itself, or the
    // connection of it: a command that is disposed leaves the connection open.
    private static Release? Whole(IInvocationOperation invocation, Place place, KnownSymbols known)
    {
        var receiver = invocation.Receiver()?.WithoutConversion();
        return receiver is IPropertyReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } property
            && !known.Database.IsConnection(property.Type)
                ? null
                : new Release(place, transactionsOnly: false);
    }
}
