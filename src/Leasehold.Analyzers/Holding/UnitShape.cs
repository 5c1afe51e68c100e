using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>How a unit of work looks, whoever wrote it: it can be committed, and its handle is disposed.</summary>
internal static class UnitShape
{
    public static bool IsDisposable(this ITypeSymbol? type) =>
        type is not null && (type.Name is "IDisposable" or "IAsyncDisposable"
            || type.AllInterfaces.Any(static face => face.Name is "IDisposable" or "IAsyncDisposable"));

    public static bool CanCommit(this ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.None }
        && type.AndItsBases().SelectMany(static one => one.GetMembers()).Any(static member =>
            member is IMethodSymbol && (IsEnd(member.Name) || member.Name is "Complete" or "CompleteAsync"));

    /// <summary>Whether a method of this name ends a transaction.</summary>
    public static bool IsEnd(string method) =>
        method.Contains("Commit")
        || method.IndexOf("Rollback", StringComparison.OrdinalIgnoreCase) >= 0
        || method.StartsWith("EndTransaction", StringComparison.Ordinal)
        || method.StartsWith("Abort", StringComparison.Ordinal);
}
