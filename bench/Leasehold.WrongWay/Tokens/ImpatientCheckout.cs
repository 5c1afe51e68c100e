using System.Net.Http.Json;
using Dapper;

namespace Leasehold.WrongWay.Tokens;

/// <summary>Three stages, but whoever closes the browser loses the record of what was charged.</summary>
internal sealed class ImpatientCheckout(ConnectionPools pools, HttpClient http)
{
    public async Task PayAsync(long order, CancellationToken cancellationToken)
    {
        await pools.InSessionAsync(
            (session, ct) => SetAsync(session, order, "paying", ct), cancellationToken);
        using var answer = await http.PostAsJsonAsync("/v1/payments", new { order }, cancellationToken);
        await pools.InSessionAsync(
            (session, ct) => SetAsync(session, order, "paid", ct), cancellationToken); // planted: LH0008
    }

    private static Task SetAsync(Session session, long order, string status, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(
            "UPDATE orders SET status = @status WHERE id = @order",
            new { order, status },
            session.Transaction,
            cancellationToken: cancellationToken));
}
