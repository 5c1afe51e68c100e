using System.Net.Http.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.ExternalCalls;

/// <summary>Plain ADO.NET: the gateway answers while a transaction is open.</summary>
internal sealed class CheckoutInTransaction(string connectionString, HttpClient http)
{
    public async Task PayAsync(long order, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "UPDATE orders SET status = 'paying' WHERE id = @order", new { order }, transaction);
        using var answer = await http.PostAsJsonAsync("/payments", new { order }, cancellationToken); // planted: LH0001
        await connection.ExecuteAsync(
            "UPDATE orders SET status = 'paid' WHERE id = @order", new { order }, transaction);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
