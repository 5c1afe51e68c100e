namespace Leasehold;

/// <summary>The connection pooler between this process and the server.</summary>
public enum ServerPooler
{
    /// <summary>None: connections go to the server.</summary>
    None,

    /// <summary>A pooler in transaction mode, as PgBouncer's: no session state, no reset, no preparation.</summary>
    Transaction,
}
