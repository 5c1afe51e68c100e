using System.Globalization;

namespace Leasehold.WrongWay.ExternalCalls;

/// <summary>A typed client, as applications wrap them.</summary>
internal sealed class ExchangeRates(HttpClient http)
{
    public async Task<decimal> OfAsync(string currency, CancellationToken cancellationToken)
    {
        var text = await http.GetStringAsync(new Uri($"/rates/{currency}", UriKind.Relative), cancellationToken);
        return decimal.Parse(text, CultureInfo.InvariantCulture);
    }
}
