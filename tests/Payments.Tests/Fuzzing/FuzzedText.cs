using System.Text;

namespace Leasehold.Payments.Tests.Fuzzing;

/// <summary>Texts that services have tripped over, and some that they must take.</summary>
internal static class FuzzedText
{
    private static readonly string[] Segments =
    [
        "%00", "%2500", "%2F", "%252F", "%2e%2e", "..", ".", "%ED%95%9C", "%F0%9F%98%80", "%FF%FE", "%ED%A0%80", "%",
        "%zz", "+", "*", "a%0Ab", "'", "\"", "%22", "%3B%20DROP%20TABLE%20orders", "~", "-1", "0",
        "99999999999999999999",
        "2026-01-01", "0001-01-01", "9999-12-31", "2026-13-45", "%E2%80%AE", "null", "PAY-", "PAY-%2F", "PAY-%ED%95%9C",
        "4111111111111111",
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

    public static string Segment(Random random) => Pick(random, Segments);

    public static string ContentType(Random random) => Pick(random, ContentTypes);

    /// <summary>A JSON text, with its quotes.</summary>
    public static string Text(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Json)));
        return random.Next(40) == 0 ? $"\"{new string('4', random.Next(30_000))}\"" : $"\"{text}\"";
    }

    /// <summary>A JSON value of any kind.</summary>
    public static string Value(Random random) => random.Next(2) == 0 ? Text(random) : Pick(random, Values);

    /// <summary>A body with some of its bytes changed, taken out or doubled, or cut.</summary>
    public static byte[] Mutated(Random random, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body).ToList();
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

    public static T Pick<T>(Random random, IReadOnlyList<T> among) => among[random.Next(among.Count)];
}
