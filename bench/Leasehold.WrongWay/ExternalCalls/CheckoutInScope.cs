using System.Transactions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Leasehold.WrongWay.ExternalCalls;

/// <summary>An ambient transaction keeps what it has enlisted, whether or not a connection is in sight.</summary>
internal sealed class CheckoutInScope(string connectionString, HttpClient http)
{
    public async Task PayAsync(long order, CancellationToken cancellationToken)
    {
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        await MarkAsync(order, cancellationToken);
        await http.GetStringAsync(PageOf(order), cancellationToken); // planted: LH0001
        scope.Complete();
    }

    private static Uri PageOf(long order) => new($"/v1/payments/{order}", UriKind.Relative);

    private async Task MarkAsync(long order, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync("UPDATE orders SET status = 'paid' WHERE id = @order", new { order });
    }
}
