using Dapper;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Queries;

/// <summary>The second row of the same order number, a retry's, turns every later look-up into an error.</summary>
internal sealed class OrderLookup(string connectionString)
{
    public async Task<Order> FindAsync(string number, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<Order>( // planted: LH0003
            "SELECT id, number, status FROM orders WHERE number = @number", new { number });
    }

    public async Task<Order?> FindPaidAsync(string customer, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Order>( // planted: LH0003
            "SELECT id, number, status FROM orders WHERE customer = @customer AND status = 'paid'", new { customer });
    }

    /// <summary>Which of several comes first is up to the database, and may change with an index.</summary>
    public async Task<Order> AnyAsync(string customer, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return await connection.QueryFirstAsync<Order>( // planted: LH0003
            "SELECT id, number, status FROM orders WHERE customer = @customer", new { customer });
    }
}
