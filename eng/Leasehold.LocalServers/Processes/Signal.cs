namespace Leasehold.LocalServers.Processes;

/// <summary>The POSIX signals that tests send. STOP and CONT have the numbers of the running system.</summary>
public enum Signal
{
    /// <summary>SIGINT: Ctrl+C; PostgreSQL's fast shutdown.</summary>
    Interrupt,

    /// <summary>SIGQUIT: PostgreSQL's immediate shutdown, without a checkpoint.</summary>
    Quit,

    /// <summary>SIGKILL: no code of the process runs any more.</summary>
    Kill,

    /// <summary>SIGTERM: the polite request to stop.</summary>
    Terminate,

    /// <summary>SIGSTOP: freezes the process, its sockets stay open.</summary>
    Stop,

    /// <summary>SIGCONT: continues a frozen process.</summary>
    Continue,
}
