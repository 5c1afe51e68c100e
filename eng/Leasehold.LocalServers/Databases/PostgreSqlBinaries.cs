using System.Globalization;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Servers;

namespace Leasehold.LocalServers.Databases;

/// <summary>Where PostgreSQL is installed: Debian keeps one folder per version, others put it on PATH.</summary>
internal sealed class PostgreSqlBinaries
{
    public const string Missing =
        "PostgreSQL is not installed (Debian: apt-get install postgresql).";

    private readonly string _folder;

    private PostgreSqlBinaries(string folder) => _folder = folder;

    public string Postgres => Path.Combine(_folder, "postgres");

    private string Initdb => Path.Combine(_folder, "initdb");

    public static PostgreSqlBinaries? Find() =>
        Candidates().Select(static folder => new PostgreSqlBinaries(folder))
            .FirstOrDefault(static found => Executable.Exists(found.Postgres) && Executable.Exists(found.Initdb));

    /// <summary>For example `postgresql-15.14`; part of the template's name.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        // postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)
        var answer = await ToolCommand.RunAsync(Postgres, ["--version"], cancellationToken);
        return "postgresql-" + answer.Split(' ', StringSplitOptions.TrimEntries)[2];
    }

    public async Task InitializeAsync(string data, string passwordFile, CancellationToken cancellationToken)
    {
        var run = ServerUser.Postgres.Run(
            Initdb,
            [
                "-D", data, "--username=leasehold", $"--pwfile={passwordFile}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            ]);
        await ToolCommand.RunAsync(run.FileName, run.Arguments, cancellationToken);
    }

    private static IEnumerable<string> Candidates()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        var newestFirst = versions.OrderByDescending(static folder =>
            int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0);
        return newestFirst.Select(static folder => Path.Combine(folder, "bin"))
            .Concat(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []);
    }
}
