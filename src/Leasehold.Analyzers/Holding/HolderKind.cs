namespace Leasehold.Analyzers;

/// <summary>What kind of thing holds a connection.</summary>
internal enum HolderKind
{
    /// <summary>Holds none.</summary>
    None,

    /// <summary>An ADO.NET connection.</summary>
    Connection,

    /// <summary>A transaction on a connection.</summary>
    Transaction,

    /// <summary>An open reader.</summary>
    Reader,

    /// <summary>An EF Core context or a linq2db data connection.</summary>
    Context,

    /// <summary>A lease of Leasehold.</summary>
    Lease,

    /// <summary>A session of Leasehold.</summary>
    Session,

    /// <summary>A System.Transactions scope.</summary>
    Scope,
}
