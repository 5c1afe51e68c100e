using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Databases;

/// <summary>Where MariaDB is installed.</summary>
internal sealed class MariaDbBinaries : MySqlBinaries
{
    public const string Missing =
        "MariaDB is not installed (Debian: apt-get install mariadb-server).";

    private readonly string _install;

    private MariaDbBinaries(string server, string install)
        : base("mariadb", server) => _install = install;

    public static MariaDbBinaries? Find() =>
        Executable.Find("mariadbd") is { } server && Executable.Find("mariadb-install-db") is { } install
            ? new MariaDbBinaries(server, install)
            : null;

    public override Task InitializeAsync(string data, string passwordFile, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "--no-defaults", $"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
            "--character-set-server=utf8mb4",
        ];
        return ToolCommand.RunAsync(_install, [.. arguments, .. AsThisUser], cancellationToken);
    }

    public override string Accounts(string user, string password) =>
        $"""
        DELETE FROM mysql.global_priv WHERE User = '';
        {base.Accounts(user, password)}
        """;
}
