namespace Leasehold;

/// <summary>What a finding of a diagnosis is about.</summary>
public enum DiagnosisKind
{
    /// <summary>The server does not answer in time: frozen, overloaded, or the network swallows everything.</summary>
    ServerSilent,

    /// <summary>The server cannot be reached, or refuses who asks.</summary>
    ServerUnreachable,

    /// <summary>The server has no connection left.</summary>
    ServerFull,

    /// <summary>A lease does nothing in the database while its transaction is open, and others wait for it.</summary>
    IdleInTransaction,

    /// <summary>A lease keeps its connection, and what it has locked, across an external call.</summary>
    ExternalCall,

    /// <summary>A statement on a table itself waits, and everybody who wants the table waits behind it.</summary>
    SchemaChange,

    /// <summary>A session that is none of this process's leases is waited for.</summary>
    Stranger,

    /// <summary>Many wait for what one lease has locked while it works: a hot row, a slow statement.</summary>
    LockConvoy,

    /// <summary>Someone waits for a lock on a table, and the server does not tell who has it.</summary>
    UnknownBlocker,

    /// <summary>The database takes one writer at a time, and others wait for the turn.</summary>
    WriterLine,

    /// <summary>Flows that hold a connection wait for another one.</summary>
    NestedAcquire,

    /// <summary>Every connection of a pool is leased, and callers wait.</summary>
    PoolExhausted,
}
