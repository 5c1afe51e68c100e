namespace Leasehold.Analyzers;

/// <summary>What is held; each of them keeps a connection from everybody else.</summary>
internal enum HeldKind
{
    Connection,
    Transaction,
    Session,
    Lease,
    Reader,
    TransactionScope,
}
