using System.Globalization;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Fuzzing;

/// <summary>One request of a seed: the same each time, whatever was sent before.</summary>
internal sealed class FuzzedRequest
{
    private static readonly string[] Pages = ["reviews", "operations", "reconciliations"];
    private static readonly string[] Types = ["text/csv", "*/*;q=nope", ",,;", "application/x-ndjson", "ÿ"];
    private static readonly string[] Languages = ["ko", "ko;q=9", "*", ",;=", new('k', 3000)];
    private static readonly string[] Tokens
        = ["\"tok_visa\"", "\"tok_declined\"", "\"tok_error_after\"", "\"tok_malformed\""];

    private static readonly string[] Methods = ["GET", "POST", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH"];

    private static readonly string[] Queries =
    [
        "", "", "", "?after=%ED%95%9C", "?after=%00", "?status=%2500", "?limit=x", "?limit=-1",
        "?state=%F0%9F%98%80", "?%00",
        "?limit=2147483647&after=zzzz", "?status=open&status=resolved", "?=&&==", "?date=%FF",
    ];

    private FuzzedRequest(string method, string path, byte[] body, List<(string Name, string Value)> headers)
        => (Method, Path, Body, Headers) = (method, path, body, headers);

    public string Method { get; }

    public string Path { get; }

    public byte[] Body { get; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    /// <summary>A request about these orders and payments, or about nothing at all.</summary>
    public static FuzzedRequest Of(Random random, IReadOnlyList<string> orders, IReadOnlyList<string> keys)
    {
        var order = random.Next(3) == 0 ? FuzzedText.Segment(random) : FuzzedText.Pick(random, orders);
        var key = random.Next(3) == 0 ? FuzzedText.Segment(random) : FuzzedText.Pick(random, keys);
        var any = FuzzedText.Segment(random);
        var (path, body) = random.Next(14) switch
        {
            0 => ("/api/v1/orders", Order(random, orders)),
            1 => ($"/api/v1/orders/{order}", ""),
            2 when random.Next(8) == 0 => ($"/api/v1/orders/{order}/cancel", ""),
            3 or 4 or 5 => ("/api/v1/payments/process", Payment(random, orders)),
            6 => ($"/api/v1/payments/PAY-{key}", ""),
            7 => ($"/api/v1/payments/PAY-{key}/refund", Refund(random)),
            8 => ($"/api/v1/payments/PAY-{key}/verify", ""),
            9 => ("/api/v1/payments/webhook", Hook(random)),
            10 => ($"/api/v1/settlements/{any}", ""),
            11 => ($"/leasehold/{FuzzedText.Pick(random, Pages)}/{any}", Note(random)),
            12 => ($"/leasehold/{any}/{FuzzedText.Segment(random)}", ""),
            _ => ($"/{any}", ""),
        };
        var method = random.Next(5) == 0 ? FuzzedText.Pick(random, Methods) : body.Length > 0 ? "POST" : "GET";
        var bytes = random.Next(3) == 0 ? FuzzedText.Mutated(random, body)
            : System.Text.Encoding.UTF8.GetBytes(body);
        return new(method, path + FuzzedText.Pick(random, Queries), bytes, HeadersOf(random, keys, bytes));
    }

    public override string ToString()
        => $"{Method} {Path} [{string.Join(", ", Headers)}] "
            + Convert.ToBase64String(Body.AsSpan(0, Math.Min(Body.Length, 600)));

    private static List<(string Name, string Value)> HeadersOf(Random random, IReadOnlyList<string> keys, byte[] body)
    {
        List<(string Name, string Value)> headers = [("Content-Type", FuzzedText.ContentType(random))];
        if (random.Next(5) > 0)
        {
            var key = FuzzedText.Pick(random, keys);
            headers.Add(("Idempotency-Key", random.Next(6) switch
            {
                0 => $"\"{key}\"",
                1 => $"\"{key}",
                2 => "kRw3+/8=" + random.Next(50).ToString(CultureInfo.InvariantCulture),
                3 => "ÿ\t" + key,
                _ => key,
            }));
        }

        if (random.Next(4) == 0)
        {
            headers.Add(("Accept", FuzzedText.Pick(random, Types)));
            headers.Add(("Accept-Language", FuzzedText.Pick(random, Languages)));
        }

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
        => Json(
            random,
            ("order_number", random.Next(2) == 0 ? $"\"{FuzzedText.Pick(random, orders)}\"" : FuzzedText.Value(random)),
            ("customer_id", FuzzedText.Value(random)),
            ("total_amount", random.Next(2) == 0 ? "15000" : FuzzedText.Value(random)),
            ("currency", random.Next(2) == 0 ? "\"KRW\"" : FuzzedText.Value(random)));

    private static string Payment(Random random, IReadOnlyList<string> orders)
        => Json(
            random,
            ("order_number", random.Next(6) > 0 ? $"\"{FuzzedText.Pick(random, orders)}\"" : FuzzedText.Value(random)),
            ("amount", random.Next(6) > 0 ? "15000" : FuzzedText.Value(random)),
            ("card_token", random.Next(6) > 0
                ? FuzzedText.Pick(random, Tokens)
                : FuzzedText.Text(random)));

    private static string Refund(Random random)
        => Json(
            random,
            ("amount", random.Next(2) == 0 ? "100" : FuzzedText.Value(random)),
            ("reason", FuzzedText.Value(random)));

    private static string Note(Random random) => Json(random, ("note", FuzzedText.Value(random)));

    private static string Hook(Random random)
        => Json(
            random,
            ("type", FuzzedText.Value(random)),
            ("data", Json(
                random,
                ("merchant_uid", FuzzedText.Value(random)),
                ("transaction_id", FuzzedText.Value(random)))));

    private static string Json(Random random, params (string Name, string Value)[] members)
    {
        var texts = members.Where(_ => random.Next(8) > 0).Select(static m => $"\"{m.Name}\":{m.Value}").ToList();
        if (random.Next(10) == 0)
        {
            texts.Add($"{FuzzedText.Text(random)}:{FuzzedText.Value(random)}");
        }

        return $"{{{string.Join(',', texts)}}}";
    }
}
