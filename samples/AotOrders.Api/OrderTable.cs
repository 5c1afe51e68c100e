using System.Data.Common;
using Leasehold;

namespace AotOrders;

/// <summary>Orders, in statements that all three databases understand.</summary>
internal sealed class OrderTable(ConnectionPools pools)
{
    public Task CreateAsync() => pools.InSessionAsync(static (session, token) => RunAsync(
        session,
        "CREATE TABLE IF NOT EXISTS orders (number VARCHAR(40) PRIMARY KEY, status VARCHAR(20) NOT NULL)",
        number: null,
        token));

    public Task AddAsync(string number, CancellationToken cancellationToken) => pools.InSessionAsync(
        (session, token) => RunAsync(
            session, "INSERT INTO orders (number, status) VALUES (@number, 'new')", number, token),
        cancellationToken);

    public async Task<Order?> FindAsync(string number, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = "SELECT status FROM orders WHERE number = @number";
        Add(command, number);
        return await command.ExecuteScalarAsync(cancellationToken) is string status ? new Order(number, status) : null;
    }

    private static async Task RunAsync(
        Session session, string sql, string? number, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        if (number is not null)
        {
            Add(command, number);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(DbCommand command, string number)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@number", number);
        command.Parameters.Add(parameter);
    }
}
