using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Databases;

/// <summary>A server program that speaks MySQL's protocol, and how its data is made.</summary>
/// <param name="product">What the data is of.</param>
/// <param name="server">The program's path.</param>
internal abstract class MySqlBinaries(string product, string server)
{
    public string Server { get; } = server;

    /// <summary>What this product needs beside the settings that all have.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> Settings => [];

    /// <summary>They refuse to run as root unless they are told to.</summary>
    protected static string[] AsThisUser => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    /// <summary>For example `mariadb-10.11.14-MariaDB-0+deb12u2`; the template's name.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        // mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu on x86_64 (Debian 12)
        var words = (await ToolCommand.RunAsync(Server, ["--no-defaults", "--version"], cancellationToken))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{product}-{words[Array.IndexOf(words, "Ver") + 1]}";
    }

    /// <summary>Makes the data in a folder that does not exist yet.</summary>
    public abstract Task InitializeAsync(string data, string passwordFile, CancellationToken cancellationToken);

    /// <summary>Read at every start. Without it the server has no account that connects over TCP.</summary>
    public virtual string Accounts(string user, string password) =>
        $"""
        CREATE USER IF NOT EXISTS '{user}'@'127.0.0.1' IDENTIFIED BY '{password}';
        GRANT ALL PRIVILEGES ON *.* TO '{user}'@'127.0.0.1' WITH GRANT OPTION;
        FLUSH PRIVILEGES;

        """;
}
