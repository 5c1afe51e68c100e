using Dapper;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.Units;

/// <summary>Several units of work on one connection: held for all of them, and half done when one fails.</summary>
internal sealed class BulkPricing(string connectionString)
{
    public async Task RaiseAsync(IReadOnlyList<long> products, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var product in products)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken); // planted: LH0007
            await connection.ExecuteAsync(
                "UPDATE products SET price = price * 1.1 WHERE id = @product", new { product }, transaction);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    public async Task MoveAsync(long from, long to, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using (var first = await connection.BeginTransactionAsync(cancellationToken))
        {
            await connection.ExecuteAsync("UPDATE stock SET n = n - 1 WHERE id = @from", new { from }, first);
            await first.CommitAsync(cancellationToken);
        }

        await using (var second = await connection.BeginTransactionAsync(cancellationToken)) // planted: LH0007
        {
            await connection.ExecuteAsync("UPDATE stock SET n = n + 1 WHERE id = @to", new { to }, second);
            await second.CommitAsync(cancellationToken);
        }
    }
}
