namespace Leasehold.Cli.Checking;

/// <summary>What the exit code of a check says.</summary>
internal static class CheckExitCode
{
    public const int Clean = 0;

    public const int Findings = 1;

    /// <summary>All or a part could not be analysed, or an argument is wrong; there may be findings too.</summary>
    public const int NotAnalysed = 2;

    /// <summary>Interrupted, as shells count it.</summary>
    public const int Cancelled = 130;
}
