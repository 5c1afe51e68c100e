using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>A place where a unit of work begins or ends, and the variable that it does so on.</summary>
internal sealed class UnitSite(IOperation operation, ISymbol subject, bool isCommit, bool isSecondAlready)
{
    /// <summary>The call.</summary>
    public IOperation Operation { get; } = operation;

    /// <summary>The session, transaction, lease or connection, as the variable that holds it.</summary>
    public ISymbol Subject { get; } = subject;

    /// <summary>Whether it commits; otherwise it begins.</summary>
    public bool IsCommit { get; } = isCommit;

    /// <summary>Whether it is one too many by itself: a transaction begun inside a session.</summary>
    public bool IsSecondAlready { get; } = isSecondAlready;
}
