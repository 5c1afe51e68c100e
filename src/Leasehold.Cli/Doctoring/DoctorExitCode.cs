namespace Leasehold.Cli.Doctoring;

/// <summary>What the exit code of a doctor's visit says.</summary>
internal static class DoctorExitCode
{
    public const int Healthy = 0;

    public const int Findings = 1;

    /// <summary>An instance could not be asked, whatever the others said; or an argument is wrong.</summary>
    public const int NotAsked = 2;

    /// <summary>Interrupted, as shells count it.</summary>
    public const int Cancelled = 130;
}
