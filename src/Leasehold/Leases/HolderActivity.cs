namespace Leasehold;

/// <summary>What the holder of a lease is doing with it now.</summary>
public enum HolderActivity
{
    /// <summary>The connection is being opened.</summary>
    Opening,

    /// <summary>Between commands: its own code, or a command the driver does not tell of.</summary>
    DatabaseOrIdle,

    /// <summary>A command is running.</summary>
    Database,

    /// <summary>No command is running.</summary>
    Idle,

    /// <summary>It waits for an outbound call, and holds a connection meanwhile.</summary>
    ExternalCall,
}
