using Microsoft.Data.Sqlite;

namespace AotOrders;

/// <summary>Orders by the driver alone; the connection is given back before the gateway is called.</summary>
internal sealed class PlainOrders(string connectionString, Gateway gateway)
{
    public async Task CreateTableAsync()
    {
        await using (var connection = new SqliteConnection(connectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL";
            await command.ExecuteNonQueryAsync();
        }

        await RunAsync("CREATE TABLE IF NOT EXISTS orders (number TEXT PRIMARY KEY, status TEXT, receipt TEXT)", "");
    }

    public Task AddAsync(string number)
        => RunAsync("INSERT INTO orders (number, status) VALUES (@number, 'new') ON CONFLICT DO NOTHING", number);

    public async Task PayAsync(string number)
    {
        await RunAsync("UPDATE orders SET status = 'paying' WHERE number = @number", number);
        var receipt = await gateway.ChargeAsync(number, CancellationToken.None);
        await RunAsync("UPDATE orders SET status = 'paid', receipt = @receipt WHERE number = @number", number, receipt);
    }

    public async Task<string?> StatusAsync(string number)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT status FROM orders WHERE number = @number";
        command.Parameters.AddWithValue("@number", number);
        return (string?)await command.ExecuteScalarAsync();
    }

    private async Task RunAsync(string sql, string number, string receipt = "")
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("@number", number);
        command.Parameters.AddWithValue("@receipt", receipt);
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
