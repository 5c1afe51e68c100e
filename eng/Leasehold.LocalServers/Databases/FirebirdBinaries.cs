using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>Where Firebird is installed; version 3, whose security database is made by a script.</summary>
internal sealed class FirebirdBinaries
{
    public const string Missing =
        "Firebird is not installed (Debian: apt-get install firebird3.0-server).";

    private const string SecurityScript = "/usr/share/firebird/3.0/security.sql";
    private readonly string _isql;
    private readonly string _messages;

    private FirebirdBinaries(string server, string isql, string messages)
    {
        Server = server;
        _isql = isql;
        _messages = messages;
    }

    public string Server { get; }

    public static FirebirdBinaries? Find() =>
        Executable.Find("firebird") is { } server && Executable.Find("isql-fb") is { } isql
            && File.Exists(SecurityScript) && Messages() is { } messages
            ? new FirebirdBinaries(server, isql, messages)
            : null;

    /// <summary>The variables that keep a Firebird program to the folder, away from the machine's own server.</summary>
    public static Dictionary<string, string?> Environment(string folder) => new(StringComparer.Ordinal)
    {
        ["FIREBIRD"] = folder,
        ["FIREBIRD_LOCK"] = folder,
        ["FIREBIRD_TMP"] = folder,
        ["LC_ALL"] = "C",
    };

    /// <summary>Makes the security database, with one account, and an empty database to connect to.</summary>
    /// <param name="folder">The server's folder; its configuration names the security database.</param>
    /// <param name="security">Where the security database goes.</param>
    /// <param name="database">Where the empty one goes.</param>
    /// <param name="password">SYSDBA's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task InitializeAsync(
        ServerFolder folder, string security, string database, string password, CancellationToken cancellationToken)
    {
        // The program looks for its messages beside its configuration.
        File.Delete(folder.File("firebird.msg"));
        File.CreateSymbolicLink(folder.File("firebird.msg"), _messages);
        var script = await folder.WriteSecretAsync(
            "create.sql",
            $"""
            CREATE DATABASE '{security}';
            COMMIT;
            INPUT '{SecurityScript}';
            COMMIT;
            CREATE USER SYSDBA PASSWORD '{password}' USING PLUGIN Srp;
            COMMIT;
            CREATE DATABASE '{database}' DEFAULT CHARACTER SET UTF8;
            COMMIT;

            """,
            cancellationToken);
        await ServerUser.Nobody.GiveAsync(folder.Path, cancellationToken);
        var command = ServerUser.Nobody.Run(_isql, ["-q", "-b", "-user", "SYSDBA", "-i", script]);
        await ToolCommand.RunAsync(
            command.FileName, command.Arguments, Environment(folder.Path), cancellationToken);
        File.Delete(script);
    }

    private static string? Messages() =>
        Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*")
            .Select(static folder => Path.Combine(folder, "firebird", "3.0", "firebird.msg"))
            .FirstOrDefault(File.Exists);
}
