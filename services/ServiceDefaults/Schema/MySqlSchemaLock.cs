using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Leasehold.ServiceDefaults.Startup;
using MySqlConnector;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>A named lock of a session of its own; it ends with the connection, however the process ends.</summary>
internal sealed class MySqlSchemaLock : SchemaLock
{
    private readonly MySqlConnection _connection;

    private MySqlSchemaLock(MySqlConnection connection) => _connection = connection;

    public static async Task<SchemaLock> TakeAsync(
        string connectionString, string service, CancellationToken cancellationToken)
    {
        var settings = new MySqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            DefaultCommandTimeout = (uint)Patience.TotalSeconds + 10,
        };
        var connection = new MySqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new MySqlCommand("SELECT GET_LOCK(@name, @patience)", connection);
            command.Parameters.AddWithValue("name", Name(service, settings.Database));
            command.Parameters.AddWithValue("patience", (int)Patience.TotalSeconds);
            var taken = await command.ExecuteScalarAsync(cancellationToken);
            return Convert.ToInt32(taken ?? 0, CultureInfo.InvariantCulture) == 1
                ? new MySqlSchemaLock(connection)
                : throw new ServiceStartException(
                    $"Another instance has been migrating the schema for over {Patience}.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();

    // Names are the whole server's and at most 64 characters long, database names too.
    private static string Name(string service, string database)
        => $"leasehold.{service}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(database)))[..24]}";
}
