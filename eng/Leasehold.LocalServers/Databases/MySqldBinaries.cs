using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Databases;

/// <summary>A MySQL that the caller names, as ./test --mysql does: the tests of MariaDB then run against it.</summary>
internal sealed class MySqldBinaries : MySqlBinaries
{
    /// <summary>Names MySQL's server program.</summary>
    private const string Variable = "LEASEHOLD_TEST_MYSQLD";

    // The smallest there is. Each server has a copy, and by default it is half of all the data.
    private const string RedoLog = "8M";

    private MySqldBinaries(string server)
        : base("mysql", server)
    {
    }

    public static bool IsAsked => Program is { Length: > 0 };

    public static string Missing => $"{Variable} names {Program}, which does not exist.";

    public override IEnumerable<KeyValuePair<string, string>> Settings =>
        [KeyValuePair.Create("mysqlx", "OFF"), KeyValuePair.Create("innodb-redo-log-capacity", RedoLog)];

    private static string? Program => Environment.GetEnvironmentVariable(Variable);

    public static MySqldBinaries? Find() =>
        Program is { } server && Executable.Exists(server) ? new MySqldBinaries(server) : null;

    public override Task InitializeAsync(string data, string passwordFile, CancellationToken cancellationToken) =>
        ToolCommand.RunAsync(
            Server,
            [
                "--no-defaults", "--initialize-insecure", $"--datadir={data}", "--character-set-server=utf8mb4",
                $"--innodb-redo-log-capacity={RedoLog}", .. AsThisUser,
            ],
            cancellationToken);

    public override string Accounts(string user, string password) =>
        $"""
        ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';
        {base.Accounts(user, password)}
        """;
}
