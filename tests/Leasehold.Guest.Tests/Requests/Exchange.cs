using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Leasehold.Guest.Tests.Requests;

/// <summary>One request, and all that is to be seen of its answer.</summary>
/// <param name="Name">Tells it in a difference.</param>
/// <param name="Caller">Who makes it.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Headers of its own.</param>
/// <param name="Body">Makes the body, each time anew.</param>
internal sealed partial record Exchange(
    string Name,
    Caller Caller,
    HttpMethod Method,
    string Path,
    IReadOnlyList<(string Name, string Value)> Headers,
    Func<HttpContent>? Body)
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const int RegexTimeoutMs = 1_000;

    /// <summary>Makes it, and tells status line, headers and body, less what differs from call to call.</summary>
    public async Task<string> AnswerAsync(HttpClient client, Callers callers)
    {
        using var request = new HttpRequestMessage(Method, Path) { Content = Body?.Invoke() };
        request.Headers.TryAddWithoutValidation("traceparent", Trace);
        callers.Authorize(request, Caller);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return await DescribeAsync(response);
        }
        catch (HttpRequestException problem)
        {
            return $"no whole answer: {problem.HttpRequestError}";
        }
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}\n");
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)
            .Where(static header => header.Key is not "Date")
            .OrderBy(static header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {string.Join(" | ", values)}\n");
        }

        text.Append(Encoding.Latin1.GetString(body));
        var traceless = Span().Replace(text.ToString(), "trace");
        return Port().Replace(Seal().Replace(traceless, "shop=sealed"), "127.0.0.1:port");
    }

    // A trace's span is new with each request, and so is the seal of a cookie; each run has a port of its own.
    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex Span();

    [GeneratedRegex("shop=[^; ]+", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex Seal();

    [GeneratedRegex(@"127\.0\.0\.1:\d+", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex Port();
}
