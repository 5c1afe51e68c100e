using System.Net.Http.Json;
using Dapper;

namespace Leasehold.WrongWay.ExternalCalls;

/// <summary>A session is for database work: the call belongs between two of them.</summary>
internal sealed class CheckoutInSession(ConnectionPools pools, HttpClient http)
{
    public Task PayAsync(long order, CancellationToken cancellationToken) => pools.InSessionAsync(
        async (session, ct) =>
        {
            using var answer = await http.PostAsJsonAsync("/v1/payments", new { order }, ct); // planted: LH0001
            await session.Connection.ExecuteAsync(
                "UPDATE orders SET status = 'paid' WHERE id = @order", new { order }, session.Transaction);
        },
        cancellationToken);

    public async Task PayInOwnSessionAsync(long order, CancellationToken cancellationToken)
    {
        await using var session = await pools.BeginSessionAsync(cancellationToken: cancellationToken);
        await http.DeleteAsync(new Uri($"/v1/carts/{order}", UriKind.Relative), cancellationToken); // planted: LH0001
        await session.CommitAsync();
    }
}
