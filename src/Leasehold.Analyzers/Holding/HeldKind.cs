namespace Leasehold.Analyzers;

/// <summary>What kind of thing holds a connection, or may.</summary>
internal enum HeldKind
{
    /// <summary>Holds none.</summary>
    None,

    /// <summary>An ADO.NET connection: from when it is opened.</summary>
    Connection,

    /// <summary>A transaction, or a unit of work of the application that has one.</summary>
    Transaction,

    /// <summary>A session of Leasehold.</summary>
    Session,

    /// <summary>A lease of Leasehold.</summary>
    Lease,

    /// <summary>An open reader.</summary>
    Reader,

    /// <summary>A System.Transactions scope.</summary>
    Scope,

    /// <summary>An EF Core context or a linq2db data connection: while a query runs or a transaction is open.</summary>
    Context,
}
