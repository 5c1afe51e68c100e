using System.Diagnostics.CodeAnalysis;
using Leasehold.Demo.Cluster;

namespace Leasehold.Demo;

/// <summary>What the command line asks for.</summary>
/// <param name="Cluster">The database of cluster mode; null for one process on SQLite.</param>
/// <param name="Data">Where the files go; absolute.</param>
internal sealed record DemoArguments(ClusterDatabase? Cluster, string Data)
{
    private const string Usage =
        """
        dotnet run --project demo                                    one process on SQLite
        dotnet run --project demo -- --cluster                       two instances, PostgreSQL, PgBouncer and RabbitMQ
        dotnet run --project demo -- --cluster --database mariadb    the same on MariaDB

          --data FOLDER    where the files go; 'data' by default
        """;

    public static bool TryParse(
        string[] args,
        [NotNullWhen(true)] out DemoArguments? arguments,
        [NotNullWhen(false)] out string? problem)
    {
        var cluster = false;
        ClusterDatabase? database = null;
        var data = "data";
        arguments = null;
        for (var index = 0; index < args.Length; index++)
        {
            var value = index + 1 < args.Length ? args[index + 1] : null;
            switch (args[index])
            {
                case "--cluster":
                    cluster = true;
                    break;
                case "--database" when ClusterDatabases.TryParse(value, out var parsed):
                    database = parsed;
                    index++;
                    break;
                case "--data" when value is { Length: > 0 }:
                    data = value;
                    index++;
                    break;
                case "--help" or "-h":
                    problem = Usage;
                    return false;
                default:
                    problem = $"'{args[index]}' is not understood here.\n\n{Usage}";
                    return false;
            }
        }

        if (database is not null && !cluster)
        {
            problem = $"--database needs --cluster: one process runs on SQLite.\n\n{Usage}";
            return false;
        }

        problem = null;
        arguments = new DemoArguments(
            cluster ? database ?? ClusterDatabase.PostgreSql : null, Path.GetFullPath(data));
        return true;
    }
}
