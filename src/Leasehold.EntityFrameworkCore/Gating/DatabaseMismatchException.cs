using Leasehold.Providers;

namespace Leasehold.EntityFrameworkCore;

/// <summary>A context's options lead to another database than the pools that it leases from.</summary>
public sealed class DatabaseMismatchException : LeaseholdException
{
    private const string Page = "https://github.com/leasehold/leasehold/blob/main/docs/errors/database-mismatch.md";

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public DatabaseMismatchException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public DatabaseMismatchException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = Page;

    /// <summary>Which contexts, and which two databases.</summary>
    /// <param name="context">The context type's name.</param>
    /// <param name="contextDatabase">Where the context's connection leads.</param>
    /// <param name="poolDatabase">Where the pools' connections lead.</param>
    public DatabaseMismatchException(string context, DatabaseTarget contextDatabase, DatabaseTarget poolDatabase)
        : this(
            $"{context} is set up for the database {contextDatabase}, but leases from the pools of {poolDatabase}: it "
            + "was not opened in either. Give both the same connection string, register the other database with "
            + "AddLeasehold and a name, or leave Leasehold out of the context's options.")
    {
        Context = context;
        ContextDatabase = contextDatabase;
        PoolDatabase = poolDatabase;
    }

    /// <summary>The context type's name; empty when that was not told.</summary>
    public string Context { get; } = "";

    /// <summary>Where the context's connection leads; null when that was not told.</summary>
    public DatabaseTarget? ContextDatabase { get; }

    /// <summary>Where the pools' connections lead; null when that was not told.</summary>
    public DatabaseTarget? PoolDatabase { get; }
}
