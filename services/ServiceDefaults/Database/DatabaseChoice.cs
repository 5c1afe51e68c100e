using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>Chooses the adapter that the settings name.</summary>
public static class DatabaseChoice
{
    /// <summary>Statements the service repeats; PostgreSQL then plans each of them once per connection.</summary>
    private const int PreparedStatements = 50;

    /// <summary>Leases connections to the database of the settings, and registers linq2db on it.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ServiceStartException">The driver does not understand the connection string.</exception>
    public static LeaseholdBuilder UseDatabase(this LeaseholdBuilder builder, DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(new ServiceDatabase(settings));
        try
        {
            return settings.Kind switch
            {
                DatabaseKind.Sqlite => builder.UseSqlite(WithFolder(settings.ConnectionString)),
                DatabaseKind.PostgreSql => builder.UsePostgreSql(Prepared(settings.ConnectionString)),
                _ => builder.UseMySql(new MySqlConnectionStringBuilder(settings.ConnectionString).ConnectionString),
            };
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException)
        {
            // The driver's own message may quote the connection string, so it is not repeated.
            throw new ServiceStartException(
                $"Leasehold:Database:ConnectionString is not one that {settings.Kind} understands.");
        }
    }

    private static string WithFolder(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return connectionString;
    }

    // Through the connection string, so that the adapter can still switch it off behind a pooler.
    private static string Prepared(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ShouldSerialize("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
        }

        return builder.ConnectionString;
    }
}
