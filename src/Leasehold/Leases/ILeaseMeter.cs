namespace Leasehold.Leases;

/// <summary>Measures what one lease spends its time on, where it is measured.</summary>
internal interface ILeaseMeter
{
    /// <summary>Whether a command is running now; null when no one has told of any during this lease.</summary>
    bool? IsExecuting { get; }

    /// <summary>A command begins.</summary>
    /// <returns>The run, to end the command with.</returns>
    int CommandStarted();

    /// <summary>It has ended.</summary>
    void CommandEnded(int run);
}
