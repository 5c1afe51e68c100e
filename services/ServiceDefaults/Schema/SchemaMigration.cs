using System.Reflection;
using FluentMigrator.Runner;
using Leasehold.ServiceDefaults.Database;
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
    /// <summary>Applies what is missing; does nothing when the schema is up to date.</summary>
    /// <param name="cancellationToken">Cancels waiting for the lock.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var schemaLock = await SchemaLock.TakeAsync(settings, service, cancellationToken);

        // Its own container: the runner's services are of no use to the application. Only the processor in use is
        // added, so there is none to select.
        await using var services = new ServiceCollection()
            .AddSingleton(loggerFactory)
            .AddLogging()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => Processor(runner)
                .WithGlobalConnectionString(Unpooled())
                .WithVersionTable(new ServiceVersionTable(service))
                .ScanIn(migrations).For.Migrations())
            .BuildServiceProvider(validateScopes: false);

        // The runner has no asynchronous form; a thread of the pool is better than the caller's.
        await Task.Run(() => services.GetRequiredService<IMigrationRunner>().MigrateUp(), cancellationToken);
    }

    private IMigrationRunnerBuilder Processor(IMigrationRunnerBuilder runner)
        => settings.Kind switch
        {
            DatabaseKind.Sqlite => runner.AddSQLite(),
            DatabaseKind.PostgreSql => runner.AddPostgres15_0(),
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
            DatabaseKind.PostgreSql => new NpgsqlConnectionStringBuilder(settings.DirectConnectionString)
            {
                Pooling = false,
            }.ConnectionString,
            _ => new MySqlConnectionStringBuilder(settings.DirectConnectionString) { Pooling = false }.ConnectionString,
        };
}
