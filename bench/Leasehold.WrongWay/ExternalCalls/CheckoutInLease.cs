using System.Globalization;
using Dapper;

namespace Leasehold.WrongWay.ExternalCalls;

/// <summary>A lease, held for the sake of one statement after the call.</summary>
internal sealed class CheckoutInLease(ConnectionPools pools, ExchangeRates rates, HttpClient http)
{
    public async Task<decimal> PriceAsync(long product, string currency, CancellationToken cancellationToken)
    {
        await using var lease = await pools.Api.LeaseAsync(cancellationToken);
        var price = await lease.Connection.ExecuteScalarAsync<decimal>(
            "SELECT price FROM products WHERE id = @product", new { product });
        return price * await rates.OfAsync(currency, cancellationToken); // planted: LH0001
    }

    public async Task<decimal> PriceByPoolAsync(long product, string currency, CancellationToken cancellationToken)
    {
        await using var connection = await pools.Api.OpenConnectionAsync(cancellationToken);
        var price = await connection.ExecuteScalarAsync<decimal>(
            "SELECT price FROM products WHERE id = @product", new { product });
        return price * await ConvertAsync(currency, cancellationToken); // planted: LH0001
    }

    private async Task<decimal> ConvertAsync(string currency, CancellationToken cancellationToken) => decimal.Parse(
        await http.GetStringAsync(new Uri($"/rates/{currency}", UriKind.Relative), cancellationToken),
        CultureInfo.InvariantCulture);
}
