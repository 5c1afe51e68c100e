using System.Net.Http.Json;

namespace Leasehold.WrongWay.Layers;

/// <summary>The call itself, two classes below the one that holds the connection.</summary>
internal sealed class Payments(HttpClient http)
{
    public async Task ChargeAsync(long order, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/v1/payments", new { order }, cancellationToken);
    }
}
