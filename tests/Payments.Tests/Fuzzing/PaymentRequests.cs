using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Fuzzing;

namespace Leasehold.Payments.Tests.Fuzzing;

/// <summary>Requests to the payment service, the same for a seed, whatever was sent before.</summary>
internal static class PaymentRequests
{
    private static readonly string[] Pages = ["reviews", "operations", "reconciliations"];
    private static readonly string[] Tokens
        = ["\"tok_visa\"", "\"tok_declined\"", "\"tok_error_after\"", "\"tok_malformed\""];

    private static readonly string[] Methods = ["GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH"];

    /// <summary>A request about these orders and payments, or about nothing at all.</summary>
    public static FuzzedRequest Of(Random random, IReadOnlyList<string> orders, IReadOnlyList<string> keys)
    {
        var order = random.Next(3) == 0 ? FuzzedText.Segment(random) : FuzzedText.Pick(random, orders);
        var key = random.Next(3) == 0 ? FuzzedText.Segment(random) : FuzzedText.Pick(random, keys);
        var any = FuzzedText.Segment(random);
        var (usual, path, body) = random.Next(14) switch
        {
            0 => ("POST", "/api/v1/orders", Order(random, orders)),
            1 => ("GET", $"/api/v1/orders/{order}", ""),
            2 when random.Next(8) == 0 => ("POST", $"/api/v1/orders/{order}/cancel", ""),
            3 or 4 or 5 => ("POST", "/api/v1/payments/process", Payment(random, orders)),
            6 => ("GET", $"/api/v1/payments/PAY-{key}", ""),
            7 => ("POST", $"/api/v1/payments/PAY-{key}/refund", Refund(random)),
            8 => ("POST", $"/api/v1/payments/PAY-{key}/verify", ""),
            9 => ("POST", "/api/v1/payments/webhook", Hook(random)),
            10 => ("GET", $"/api/v1/settlements/{any}", ""),
            11 => ("POST", $"/leasehold/{FuzzedText.Pick(random, Pages)}/{any}", Note(random)),
            12 => ("GET", $"/leasehold/{any}/{FuzzedText.Segment(random)}", ""),
            _ => ("GET", $"/{any}", ""),
        };
        var method = random.Next(5) == 0 ? FuzzedText.Pick(random, Methods) : usual;
        var bytes = FuzzedText.Body(random, body);
        return new(method, path + FuzzedText.Query(random), bytes, HeadersOf(random, keys, bytes));
    }

    private static List<(string Name, string Value)> HeadersOf(Random random, IReadOnlyList<string> keys, byte[] body)
    {
        List<(string Name, string Value)> headers =
            [("Content-Type", FuzzedText.ContentType(random)), .. FuzzedText.Headers(random, keys)];
        if (random.Next(2) == 0)
        {
            var hook = new Webhook(System.Text.Encoding.Latin1.GetString(body));
            headers.Add(("Webhook-Id", hook.Id));
            headers.Add(("Webhook-Timestamp", hook.Timestamp));
            headers.Add(("Webhook-Signature", hook.Sign(body)));
        }

        return headers;
    }

    private static string Order(Random random, IReadOnlyList<string> orders)
        => FuzzedText.Members(
            random,
            ("order_number", random.Next(2) == 0 ? $"\"{FuzzedText.Pick(random, orders)}\"" : FuzzedText.Value(random)),
            ("customer_id", FuzzedText.Value(random)),
            ("total_amount", random.Next(2) == 0 ? "15000" : FuzzedText.Value(random)),
            ("currency", random.Next(2) == 0 ? "\"KRW\"" : FuzzedText.Value(random)));

    private static string Payment(Random random, IReadOnlyList<string> orders)
        => FuzzedText.Members(
            random,
            ("order_number", random.Next(6) > 0 ? $"\"{FuzzedText.Pick(random, orders)}\"" : FuzzedText.Value(random)),
            ("amount", random.Next(6) > 0 ? "15000" : FuzzedText.Value(random)),
            ("card_token", random.Next(6) > 0
                ? FuzzedText.Pick(random, Tokens)
                : FuzzedText.Text(random)));

    private static string Refund(Random random)
        => FuzzedText.Members(
            random,
            ("amount", random.Next(2) == 0 ? "100" : FuzzedText.Value(random)),
            ("reason", FuzzedText.Value(random)));

    private static string Note(Random random) => FuzzedText.Members(random, ("note", FuzzedText.Value(random)));

    private static string Hook(Random random)
        => FuzzedText.Members(
            random,
            ("type", FuzzedText.Value(random)),
            ("data", FuzzedText.Members(
                random,
                ("merchant_uid", FuzzedText.Value(random)),
                ("transaction_id", FuzzedText.Value(random)))));
}
