using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Browsers;

/// <summary>Debian's Chromium, or a relative of it that is installed.</summary>
public static class ChromiumProgram
{
    /// <summary>What is said where there is none.</summary>
    public const string Missing = "No Chromium was found: install chromium, or name its program in CHROMIUM.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Flags for a machine without a screen, and against every call home.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The program that <c>CHROMIUM</c> names, or the path's; null when there is none.</summary>
    public static string? Find()
        => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : Names.Select(Executable.Find).FirstOrDefault(static path => path is not null);
}
