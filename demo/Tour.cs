using System.Globalization;

namespace Leasehold.Demo;

/// <summary>What to open and what to type.</summary>
/// <remarks>
/// Every line holds in bash, zsh and PowerShell alike: single quotes, no variables, no line that goes on, no comments
/// (zsh takes none at its prompt). What needs a loop or an answer's id is played by the demo itself, below /tour.
/// </remarks>
internal static class Tour
{
    private const string Json = "-H 'Content-Type: application/json'";

    /// <summary>An order's number that was not there before.</summary>
    public static string NewOrder(TimeProvider time) =>
        string.Create(CultureInfo.InvariantCulture, $"DEMO-{time.GetUtcNow().ToUnixTimeSeconds()}");

    public static string Text(DemoAddresses addresses, string data, string order) =>
        $$"""

        Leasehold demo
          open this         {{addresses.Page}}          (before and after, played; links to the rest)
          payment service   {{addresses.Payments}}          (API reference: {{addresses.Payments}}/scalar)
          image service     {{addresses.Images}}          (API reference: {{addresses.Images}}/scalar)
          image processor   {{addresses.Processor}}          (sample pictures: {{addresses.Processor}}/samples)
          payment gateway   {{addresses.Gateway}}          (ledger: {{addresses.Gateway}}/control/ledger)
          dashboards        {{addresses.Payments}}/leasehold  {{addresses.Images}}/leasehold
          files             {{data}}

        A tour, to paste into another terminal: bash, zsh, or PowerShell 7.3 and newer, with curl.

        {{Commands(addresses, order)}}

        Ctrl+C stops all of it.

        """;

    /// <summary>The tour's lines.</summary>
    public static string Commands(DemoAddresses addresses, string order)
    {
        var api = $"{addresses.Payments}/api/v1";
        var pay = $"curl -s -w '\\n' '{api}/payments/process' {Json} -H 'Idempotency-Key: pay-{order}' "
            + $$"""-d '{"order_number":"{{order}}","amount":50000,"card_token":"tok_visa"}'""";
        var create = $"curl -s -w '\\n' '{api}/orders' {Json} "
            + $$"""-d '{"order_number":"{{order}}","customer_id":"C-1","total_amount":50000}'""";
        var refund = $"curl -s -w '\\n' '{api}/payments/PAY-pay-{order}/refund' {Json} "
            + $"-H 'Idempotency-Key: refund-{order}' "
            + """-d '{"amount":20000,"reason":"one item returned"}'""";
        return $$"""
              echo '1. An order'
              {{create}}

              echo '2. Pay it: database, then the gateway with no connection held, then database again'
              {{pay}}

              echo '3. Send it again: the same answer, with Idempotent-Replayed: true, and no second charge'
              {{pay}} -i

              echo '4. Read it, in Korean'
              curl -s -w '\n' '{{api}}/payments/PAY-pay-{{order}}' -H 'Accept-Language: ko'

              echo '5. Give part of it back, then the rest'
              {{refund}}
              curl -s -w '\n' -X POST '{{api}}/payments/PAY-pay-{{order}}/refund'

              echo '6. A slow gateway, and two hundred payments at once, while the dashboard shows the pools'
              curl -sN -X POST '{{addresses.Page}}/tour/payments'

              echo '7. What the gateway has in its books'
              curl -s -w '\n' '{{addresses.Gateway}}/control/ledger?limit=1'

              echo '8. A picture made small, uploaded again, turned and grey'
              curl -sN -X POST '{{addresses.Page}}/tour/pictures'
            """;
    }
}
