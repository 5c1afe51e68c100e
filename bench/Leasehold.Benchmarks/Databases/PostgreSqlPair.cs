using Leasehold.PostgreSql;
using Npgsql;

namespace Leasehold.Benchmarks.Databases;

/// <summary>PostgreSQL through Npgsql, alone and leased.</summary>
internal sealed class PostgreSqlPair : DatabasePair
{
    private readonly NpgsqlDataSource _source;

    private PostgreSqlPair(PostgreSqlProvider provider, MappedStrings mapped)
        : base("postgresql", provider)
    {
        _source = NpgsqlDataSource.Create(mapped.OfApi);
    }

    public static PostgreSqlPair Create(string connectionString)
    {
        var mapped = new MappedStrings();
        var provider = new PostgreSqlProvider(
            connectionString, builder => mapped.Add(builder.ConnectionStringBuilder.ConnectionString));
        return new PostgreSqlPair(provider, mapped);
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
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync();
        }
    }

    public override async Task LeaseSelectReturnAsync(int times)
    {
        using var flow = Request();
        for (var i = 0; i < times; i++)
        {
            await using var lease = await Pool.LeaseAsync();
            await using var command = new NpgsqlCommand("SELECT 1", (NpgsqlConnection)lease.Connection);
            await command.ExecuteScalarAsync();
        }
    }

    protected override ValueTask DisposeDriverAsync() => _source.DisposeAsync();
}
