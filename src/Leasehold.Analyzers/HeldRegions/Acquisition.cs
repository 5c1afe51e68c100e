using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>An operation from which on something is held.</summary>
/// <param name="kind">What is held.</param>
/// <param name="inPlace">Whether it is the receiver that is now open, and not what the call returns.</param>
/// <param name="owner">What it ends with, at the latest.</param>
internal readonly struct Acquisition(HeldKind kind, bool inPlace, IOperation? owner)
{
    /// <summary><c>System.Transactions.TransactionScopeOption.Suppress</c>.</summary>
    private const int Suppress = 2;

    public HeldKind Kind { get; } = kind;

    public bool InPlace { get; } = inPlace;

    public IOperation? Owner { get; } = owner;

    /// <summary>What the operation acquires; null when it does not.</summary>
    public static Acquisition? Of(IOperation operation, KnownSymbols known) => operation switch
    {
        IInvocationOperation invocation => OfCall(invocation, known),
        IObjectCreationOperation creation when creation.Type.Is(known.Database.TransactionScope)
            && !Suppresses(creation) => new Acquisition(HeldKind.TransactionScope, inPlace: false, owner: null),
        _ => null,
    };

    private static bool Suppresses(IObjectCreationOperation creation) =>
        creation.Arguments.Any(static argument =>
            argument.Parameter?.Name == "scopeOption" && argument.Value.ConstantValue is { Value: Suppress });

    private static Acquisition? OfCall(IInvocationOperation invocation, KnownSymbols known)
    {
        var method = invocation.TargetMethod;
        var database = known.Database;
        var receiver = invocation.Receiver();
        switch (method.Name)
        {
            case "Open" or "OpenAsync" when database.IsConnection(method.ContainingType):
            case "OpenConnection" or "OpenConnectionAsync" when receiver?.Type.Is(database.EfDatabase) == true:
                return new Acquisition(HeldKind.Connection, inPlace: true, receiver);
            case "OpenConnection" or "OpenConnectionAsync" when method.ContainingType.Is(database.DataSource):
                return new Acquisition(HeldKind.Connection, inPlace: false, owner: null);
        }

        var result = known.Tasks.Unwrap(method.ReturnType);
        if (method.Name is "ExecuteReader" or "ExecuteReaderAsync" && database.IsReader(result))
        {
            return new Acquisition(HeldKind.Reader, inPlace: false, receiver);
        }

        if (database.AlwaysHeld(result) is { } kind)
        {
            // What is got from another held thing is that thing, seen differently: EF's GetDbTransaction.
            return IsGivenOne(invocation, database) ? null : new Acquisition(kind, inPlace: false, receiver);
        }

        return database.IsConnection(result) && known.Factories.Opens(method)
            ? new Acquisition(HeldKind.Connection, inPlace: false, owner: null)
            : null;
    }

    private static bool IsGivenOne(IInvocationOperation invocation, DatabaseSymbols database) =>
        invocation.Arguments.Any(argument => database.AlwaysHeld(argument.Value.WithoutConversion().Type) is not null)
        || (invocation.Instance is { } instance && database.IsTransaction(instance.Type));
}
