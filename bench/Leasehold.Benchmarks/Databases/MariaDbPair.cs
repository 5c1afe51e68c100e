using Leasehold.MySql;
using MySqlConnector;

namespace Leasehold.Benchmarks.Databases;

/// <summary>MariaDB or MySQL through MySqlConnector, alone and leased.</summary>
internal sealed class MariaDbPair : DatabasePair
{
    private readonly MySqlDataSource _source;

    private MariaDbPair(MySqlProvider provider, MappedStrings mapped)
        : base("mariadb", provider)
    {
        // Leasehold resets a session as it goes back, and has switched off the driver's reset, which comes at opening.
        // The twin hands out clean sessions too: by the driver's default.
        var twin = new MySqlConnectionStringBuilder(mapped.OfApi) { ConnectionReset = true };
        _source = new MySqlDataSource(twin.ConnectionString);
    }

    public static MariaDbPair Create(string connectionString)
    {
        var mapped = new MappedStrings();
        var provider = new MySqlProvider(
            connectionString, builder => mapped.Add(builder.ConnectionStringBuilder.ConnectionString));
        return new MariaDbPair(provider, mapped);
    }

    public override async Task OpenCloseAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var connection = await _source.OpenConnectionAsync();
        }
    }

    public override async Task OpenSelectCloseAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var command = new MySqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync();
        }
    }

    public override async Task LeaseSelectReturnAsync(int times)
    {
        using var flow = Request();
        for (var i = 0; i < times; i++)
        {
            await using var lease = await Pool.LeaseAsync();
            await using var command = new MySqlCommand("SELECT 1", (MySqlConnection)lease.Connection);
            await command.ExecuteScalarAsync();
        }
    }

    protected override ValueTask DisposeDriverAsync() => _source.DisposeAsync();
}
