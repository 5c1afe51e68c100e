using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Databases;

/// <summary>Where MariaDB is installed.</summary>
internal sealed class MariaDbBinaries
{
    public const string Missing =
        "MariaDB is not installed (Debian: apt-get install mariadb-server).";

    private readonly string _install;

    private MariaDbBinaries(string server, string install)
    {
        Server = server;
        _install = install;
    }

    public string Server { get; }

    public static MariaDbBinaries? Find() =>
        Executable.Find("mariadbd") is { } server && Executable.Find("mariadb-install-db") is { } install
            ? new MariaDbBinaries(server, install)
            : null;

    /// <summary>For example `mariadb-10.11.14-MariaDB-0+deb12u2`; part of the template's name.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        // mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu on x86_64 (Debian 12)
        var words = (await ToolCommand.RunAsync(Server, ["--no-defaults", "--version"], cancellationToken))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return "mariadb-" + words[Array.IndexOf(words, "Ver") + 1];
    }

    public Task InitializeAsync(string data, string passwordFile, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--no-defaults", $"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
            "--character-set-server=utf8mb4",
        ];
        return ToolCommand.RunAsync(
            _install, Environment.IsPrivilegedProcess ? [.. arguments, "--user=root"] : arguments, cancellationToken);
    }
}
