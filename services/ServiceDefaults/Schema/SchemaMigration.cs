using System.Reflection;
using FluentMigrator.Runner;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Brings the schema up to date, over a connection of its own and under a lock.</summary>
/// <param name="settings">The database.</param>
/// <param name="service">The service, in lower case: names the lock and the table of versions.</param>
/// <param name="migrations">The assembly with the migrations.</param>
/// <param name="loggerFactory">Logs.</param>
public sealed class SchemaMigration(
    DatabaseSettings settings, string service, Assembly migrations, ILoggerFactory loggerFactory)
{
    private const string VersionColumn = "version";

    /// <summary>Applies what is missing; does nothing when the schema is up to date.</summary>
    /// <param name="cancellationToken">Cancels waiting for the lock.</param>
    /// <exception cref="ServiceStartException">
    /// The server is too old, or tables of these names are somebody else's. They and all else are as before: nothing
    /// was changed.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var schemaLock = await SchemaLock.TakeAsync(
            settings with { DirectConnectionString = Unpooled() }, service, cancellationToken);
        if (settings.Kind == DatabaseKind.MySql)
        {
            (await settings.Server.AskAsync(Unpooled(), cancellationToken)).RefuseTooOld();
        }

        var versions = new ServiceVersionTable(settings.Tables.Of($"{service}_schema"), VersionColumn);
        await RefuseStrangersAsync(versions, cancellationToken);

        // Its own container: the runner's services are of no use to the application. Only the processor in use is
        // added, so there is none to select.
        await using var services = new ServiceCollection()
            .AddSingleton(loggerFactory)
            .AddSingleton(settings.Tables)
            .AddLogging()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => Processor(runner)
                .WithGlobalConnectionString(Unpooled())
                .WithVersionTable(versions)
                .ScanIn(migrations).For.Migrations())
            .BuildServiceProvider(validateScopes: false);

        // The runner has no asynchronous form; a thread of the pool is better than the caller's.
        await Task.Run(() => services.GetRequiredService<IMigrationRunner>().MigrateUp(), cancellationToken);
    }

    // Before the first statement that changes anything. The table of versions is the first thing the runner makes.
    private async Task RefuseStrangersAsync(ServiceVersionTable versions, CancellationToken cancellationToken)
    {
        List<string> strangers = [];
        await using (var tables = await FoundTables.OpenAsync(settings.Kind, Unpooled(), cancellationToken))
        {
            foreach (var (name, shape) in Shapes(versions))
            {
                var found = await tables.ReadAsync(name, cancellationToken);
                if (found.Count > 0 && shape.DifferencesFrom(found) is { Count: > 0 } differences)
                {
                    strangers.Add($"The table {name} is not this service's: {string.Join("; ", differences)}.");
                }
            }
        }

        if (strangers.Count > 0)
        {
            throw new ServiceStartException(
                $"{string.Join(' ', strangers)} Nothing was changed. Use another database, or let this service's "
                + "tables live beside these: TABLE_PREFIX=leasehold_.");
        }
    }

    private IEnumerable<(string Name, TableShape Shape)> Shapes(ServiceVersionTable versions)
    {
        foreach (var shape in TableShapes.Of(migrations, settings.Kind))
        {
            yield return (settings.Tables.Of(shape.Table), shape);
        }

        yield return (versions.TableName, new TableShape(versions.TableName, new Dictionary<string, ColumnKind>(
            StringComparer.Ordinal)
        {
            [VersionColumn] = ColumnKind.WholeNumber,
        }));
    }

    private IMigrationRunnerBuilder Processor(IMigrationRunnerBuilder runner)
        => settings.Kind switch
        {
            DatabaseKind.Sqlite => runner.AddSQLite(),
            DatabaseKind.PostgreSql => runner.AddPostgres15_0(),

            // The runner knows no MariaDB; from its oldest that is not refused on, MySQL 8's statements are its own.
            _ => runner.AddMySql8(),
        };

    // Unpooled: nothing of the migration's connection is left over when the service runs.
    private string Unpooled()
        => settings.Kind switch
        {
            DatabaseKind.Sqlite => new SqliteConnectionStringBuilder(settings.DirectConnectionString)
            {
                Pooling = false,
            }.ConnectionString,
            DatabaseKind.PostgreSql => OnThePrimary(new NpgsqlConnectionStringBuilder(settings.DirectConnectionString)),
            _ => new MySqlConnectionStringBuilder(settings.DirectConnectionString) { Pooling = false }.ConnectionString,
        };

    // A schema is changed where it can be changed, whatever the service's own sessions ask for; the driver picks among
    // several servers only.
    private static string OnThePrimary(NpgsqlConnectionStringBuilder direct)
    {
        direct.Pooling = false;
        direct.TargetSessionAttributes =
            direct.Host?.Contains(',', StringComparison.Ordinal) == true ? "primary" : null;
        return direct.ConnectionString;
    }
}
