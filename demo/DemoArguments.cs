using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leasehold.Demo.Cluster;

namespace Leasehold.Demo;

/// <summary>What the command line asks for.</summary>
/// <param name="Cluster">The database of cluster mode; null for one process on SQLite.</param>
/// <param name="Data">Where the files go; absolute.</param>
/// <param name="Addresses">Where it listens.</param>
internal sealed record DemoArguments(ClusterDatabase? Cluster, string Data, DemoAddresses Addresses)
{
    public const string Usage =
        """
        dotnet run --project demo                                    one process on SQLite
        dotnet run --project demo -- --cluster                       two instances, PostgreSQL, PgBouncer and RabbitMQ
        dotnet run --project demo -- --cluster --database mariadb    the same on MariaDB

          --ports FIRST    listens on FIRST to FIRST + 12 instead of 5080 to 5092; 1024 to 65523
          --data FOLDER    where the files go; 'data' by default. Two demos at once need a folder each
          --help           this text

        It ends with 0 when it was stopped, 1 when it could not start, 2 when an option is wrong.
        """;

    private const string Default = "data";

    public static bool AsksForHelp(string[] args) => args.Any(static arg => arg is "--help" or "-h" or "-?");

    /// <summary>Reads the options; the last of several equal ones counts.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="arguments">What it asks for.</param>
    /// <param name="problem">What is wrong, on one line.</param>
    public static bool TryParse(
        string[] args,
        [NotNullWhen(true)] out DemoArguments? arguments,
        [NotNullWhen(false)] out string? problem)
    {
        arguments = null;
        var (cluster, database, data, first) = (false, (ClusterDatabase?)null, Default, DemoAddresses.UsualFirst);
        for (var index = 0; index < args.Length; index++)
        {
            if (args[index] == "--cluster")
            {
                cluster = true;
                continue;
            }

            var (name, value) = Split(args, ref index);
            problem = name switch
            {
                "--database" => ReadDatabase(value, out database),
                "--data" => ReadData(value, out data),
                "--ports" => ReadPorts(value, out first),
                _ => $"'{name}' is not an option of the demo; --help lists them.",
            };
            if (problem is not null)
            {
                return false;
            }
        }

        if (database is not null && !cluster)
        {
            problem = "--database needs --cluster: one process runs on SQLite.";
            return false;
        }

        problem = null;
        arguments = new DemoArguments(
            cluster ? database ?? ClusterDatabase.PostgreSql : null, Path.GetFullPath(data), new DemoAddresses(first));
        return true;
    }

    // "--ports 6080" and "--ports=6080"; what looks like the next option is no value.
    private static (string Name, string? Value) Split(string[] args, ref int index)
    {
        var arg = args[index];
        if (arg.IndexOf('=', StringComparison.Ordinal) is > 0 and var mark
            && arg.StartsWith("--", StringComparison.Ordinal))
        {
            return (arg[..mark], arg[(mark + 1)..]);
        }

        if (arg is not ("--database" or "--data" or "--ports")
            || index + 1 >= args.Length
            || args[index + 1].StartsWith("--", StringComparison.Ordinal))
        {
            return (arg, null);
        }

        index++;
        return (arg, args[index]);
    }

    private static string? ReadDatabase(string? value, out ClusterDatabase? database)
    {
        var isOne = ClusterDatabases.TryParse(value, out var parsed);
        database = parsed;
        return isOne ? null : $"--database takes postgresql or mariadb, not {Shown(value)}.";
    }

    private static string? ReadData(string? value, out string data)
    {
        data = value ?? "";
        return data.Length > 0 ? null : "--data takes the folder that the files go into.";
    }

    private static string? ReadPorts(string? value, out int first)
    {
        var isOne = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && first is >= DemoAddresses.LowestFirst and <= DemoAddresses.HighestFirst;
        return isOne
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"--ports takes the first port, {DemoAddresses.LowestFirst} to {DemoAddresses.HighestFirst}, "
                + $"not {Shown(value)}.");
    }

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "nothing" : $"'{value}'";
}
