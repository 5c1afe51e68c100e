using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>An operation from which on something is held.</summary>
/// <param name="kind">What is held.</param>
/// <param name="owner">What it ends with, at the latest; what it is kept in, where nothing is returned.</param>
/// <param name="inPlace">Whether it is the owner that is now open, and not what the call returns.</param>
internal readonly struct Acquisition(HeldKind kind, Place? owner, bool inPlace = false)
{
    /// <summary><c>System.Transactions.TransactionScopeOption.Suppress</c>.</summary>
    private const int Suppress = 2;

    public HeldKind Kind { get; } = kind;

    public Place? Owner { get; } = owner;

    public bool InPlace { get; } = inPlace;

    /// <summary>What the operation acquires; null when it does not.</summary>
    /// <param name="operation">A call or a creation.</param>
    /// <param name="known">The compilation.</param>
    /// <param name="depth">How many methods deep it may be hidden.</param>
    public static Acquisition? Of(IOperation operation, KnownSymbols known, int depth = HeldSummaries.MostDepth) =>
        operation switch
        {
            IInvocationOperation invocation => OfCall(invocation, known, depth),
            IObjectCreationOperation creation when known.Database.KindOf(creation.Type) == HeldKind.Scope =>
                Suppresses(creation) ? null : new Acquisition(HeldKind.Scope, owner: null),
            IObjectCreationOperation { Constructor: { } constructor } =>
                known.Summaries.Of(constructor, depth).Leaves is { } kind ? new Acquisition(kind, owner: null) : null,
            _ => null,
        };

    private static bool Suppresses(IObjectCreationOperation creation) =>
        creation.Arguments.Any(static argument =>
            argument.Parameter?.Name == "scopeOption" && argument.Value.ConstantValue is { Value: Suppress });

    private static Acquisition? OfCall(IInvocationOperation call, KnownSymbols known, int depth)
    {
        var method = call.TargetMethod;
        var database = known.Database;
        var receiver = call.Receiver();
        var owner = Place.Of(receiver);
        switch (method.Name)
        {
            case "Open" or "OpenAsync" when database.IsConnection(method.ContainingType):
            case "OpenConnection" or "OpenConnectionAsync" when receiver?.Type.Is(database.EfDatabase) == true:
                return new Acquisition(HeldKind.Connection, owner, inPlace: true);
            case "OpenConnection" or "OpenConnectionAsync" when method.ContainingType.Is(database.DataSource):
                return new Acquisition(HeldKind.Connection, owner: null);
        }

        var result = known.Tasks.Unwrap(method.ReturnType);
        var kind = database.KindOf(result);
        if (kind == HeldKind.Reader)
        {
            return method.Name.StartsWith("ExecuteReader", StringComparison.Ordinal)
                || method.Name.StartsWith("QueryMultiple", StringComparison.Ordinal)
                || known.Summaries.Of(call, depth).Returns == HeldKind.Reader
                    ? new Acquisition(HeldKind.Reader, owner) : null;
        }

        if (database.AlwaysHeld(result) is { } always)
        {
            // What is got from another held thing is that thing, seen differently: EF's GetDbTransaction.
            return IsGivenOne(call, database) ? null : new Acquisition(always, owner);
        }

        return kind == HeldKind.Connection ? OfFactory(call, known, depth) : OfUnit(call, owner, result, known, depth);
    }

    private static Acquisition? OfFactory(IInvocationOperation call, KnownSymbols known, int depth)
    {
        var opens = known.Callees.Of(call).Any()
            ? known.Summaries.Of(call, depth).Returns == HeldKind.Connection
            : call.TargetMethod.Name.Contains("Open");
        return opens ? new Acquisition(HeldKind.Connection, owner: null) : null;
    }

    /// <summary>A unit of work of the application: told by what it does, or else by its shape.</summary>
    private static Acquisition? OfUnit(
        IInvocationOperation call, Place? owner, ITypeSymbol? result, KnownSymbols known, int depth)
    {
        var summary = known.Summaries.Of(call, depth);
        if (summary.Returns is { } returned)
        {
            return new Acquisition(returned, owner: null);
        }

        if (summary.Leaves is { } left)
        {
            return new Acquisition(left, owner ?? summary.Member, inPlace: true);
        }

        var name = call.TargetMethod.Name;
        if (!name.StartsWith("Begin", StringComparison.Ordinal) && !name.StartsWith("Start", StringComparison.Ordinal))
        {
            return null;
        }

        return result.IsDisposable() && result.CanCommit() ? new Acquisition(HeldKind.Transaction, owner)
            : owner is not null && (name.Contains("Tran") || name.Contains("Work") || name is "Begin" or "BeginAsync")
                && call.Receiver()?.WithoutConversion().Type.CanCommit() == true && !known.Callees.Of(call).Any()
                ? new Acquisition(HeldKind.Transaction, owner, inPlace: true)
            : null;
    }

    private static bool IsGivenOne(IInvocationOperation call, DatabaseSymbols database) =>
        call.Arguments.Any(argument => database.AlwaysHeld(argument.Value.WithoutConversion().Type) is not null)
        || (call.Instance is { } instance && database.IsTransaction(instance.Type));
}
