using System.Globalization;
using System.Text;

namespace Leasehold.Testing.Servers.Fuzzing;

/// <summary>Texts that services have tripped over, and some that they must take.</summary>
public static class FuzzedText
{
    private static readonly string[] Segments =
    [
        "%00", "%2500", "%2F", "%252F", "%2e%2e", "..", ".", "%ED%95%9C", "%F0%9F%98%80", "%FF%FE", "%ED%A0%80", "%",
        "%zz", "+", "*", "a%0Ab", "'", "\"", "%22", "%3B%20DROP%20TABLE%20orders", "~", "-1", "0",
        "99999999999999999999",
        "2026-01-01", "0001-01-01", "9999-12-31", "2026-13-45", "%E2%80%AE", "null", "PAY-", "PAY-%2F", "PAY-%ED%95%9C",
        "4111111111111111", "content", "source", "batch", "retry", "00000000-0000-0000-0000-000000000000",
        "00000000000000000000000000000000", "%7B00000000-0000-0000-0000-000000000000%7D",
    ];

    // As they stand between the quotes of a JSON text.
    private static readonly string[] Json =
    [
        "", " ", "a", "\\u0000", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "한글", "😀", "e\\u0301", "\\u202e", "\\uffff",
        "\\\"", "\\\\", "\\n", "\\u007f", "4111111111111111", "4111-1111-1111-1111", "'; DROP TABLE orders; --", "%s%n",
        "../../etc/passwd", "{{7*7}}", "<script>", "KRW", "krw", "USD", "KRWX", "tok_visa", "tok_declined", "\\x", "\t",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "15000", "15000.0", "1e400", "1e-400", "0.1", "99999999999999999999", "-0",
        "01",
        "[]", "{}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "\"15000\"", "\"\"", "NaN", "1_000", "\"1e3\"", "",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json", "application/json", "application/json; charset=utf-8",
        "application/json; charset=nope", "application/json; charset=utf-7", "application/json; charset=",
        "application/json; charset=\"\"", "application/json; charset=\"utf-8\"", "application/json; charset=utf-16",
        "application/json; charset=utf-32", "application/json; charset=iso-8859-1", "text/plain", "application/xml",
        ";",
        "charset=nope", "application/problem+json", "multipart/form-data; boundary=x", "*/*", "a/b; charset",
    ];

    private static readonly string[] Accepted = ["text/csv", "*/*;q=nope", ",,;", "application/x-ndjson", "ÿ"];
    private static readonly string[] Languages = ["ko", "ko;q=9", "*", ",;=", new('k', 3000)];

    private static readonly string[] Queries =
    [
        "", "", "", "?after=%ED%95%9C", "?after=%00", "?status=%2500", "?limit=x", "?limit=-1",
        "?state=%F0%9F%98%80", "?%00", "?limit=2147483647&after=zzzz", "?status=open&status=resolved", "?=&&==",
        "?date=%FF", "?expires=-1&signature=%ED%A0%80", "?expires=99999999999999999999&signature=",
    ];

    /// <summary>A part of a path.</summary>
    public static string Segment(Random random) => Pick(random, Segments);

    /// <summary>What a body may be said to be.</summary>
    public static string ContentType(Random random) => Pick(random, ContentTypes);

    /// <summary>A query, or none.</summary>
    public static string Query(Random random) => Pick(random, Queries);

    /// <summary>Headers of any request: one of these keys in some form, at times what the answer should be.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(Random random, IReadOnlyList<string> keys)
    {
        List<(string Name, string Value)> headers = [];
        if (random.Next(5) > 0)
        {
            var key = Pick(random, keys);
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
            headers.Add(("Accept", Pick(random, Accepted)));
            headers.Add(("Accept-Language", Pick(random, Languages)));
        }

        return headers;
    }

    /// <summary>A JSON text, with its quotes.</summary>
    public static string Text(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Json)));
        return random.Next(40) == 0 ? $"\"{new string('4', random.Next(30_000))}\"" : $"\"{text}\"";
    }

    /// <summary>A JSON value of any kind.</summary>
    public static string Value(Random random) => random.Next(2) == 0 ? Text(random) : Pick(random, Values);

    /// <summary>A JSON object of these members, some of them missing, at times one too many.</summary>
    public static string Members(Random random, params IReadOnlyList<(string Name, string Value)> members)
    {
        var texts = members.Where(_ => random.Next(8) > 0).Select(static m => $"\"{m.Name}\":{m.Value}").ToList();
        if (random.Next(10) == 0)
        {
            texts.Add($"{Text(random)}:{Value(random)}");
        }

        return $"{{{string.Join(',', texts)}}}";
    }

    /// <summary>A body as it is, or with some of its bytes changed, taken out or doubled, or cut.</summary>
    public static byte[] Body(Random random, string body) => Body(random, Encoding.UTF8.GetBytes(body));

    /// <inheritdoc cref="Body(Random, string)"/>
    public static byte[] Body(Random random, byte[] body) => random.Next(3) == 0 ? Mutated(random, body) : body;

    /// <summary>Any of these.</summary>
    public static T Pick<T>(Random random, IReadOnlyList<T> among) => among[random.Next(among.Count)];

    private static byte[] Mutated(Random random, byte[] body)
    {
        var bytes = body.ToList();
        for (var n = random.Next(3); n > 0 && bytes.Count > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, bytes[at]);
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
