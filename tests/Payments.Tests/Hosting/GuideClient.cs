using System.Net.Http.Headers;
using System.Text;

namespace Leasehold.Payments.Tests.Hosting;

/// <summary>A client written for the guide's own service: what Python's httpx puts on the wire.</summary>
/// <remarks>
/// No Accept-Language, a Content-Type without charset, a POST without a body that has neither, and an Idempotency-Key
/// that is a UUID with hyphens.
/// </remarks>
internal sealed class GuideClient(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string NewKey() => $"{Guid.NewGuid():D}";

    public Task<Reply> ProcessAsync(string body, string? key, params (string Name, string Value)[] headers)
        => SendAsync(
            HttpMethod.Post,
            "/api/v1/payments/process",
            body,
            [.. key is null ? [] : new[] { ("Idempotency-Key", key) }, .. headers]);

    public Task<Reply> ReadAsync(string paymentId) => GetAsync($"/api/v1/payments/{paymentId}");

    public Task<Reply> RefundAsync(string paymentId)
        => SendAsync(HttpMethod.Post, $"/api/v1/payments/{paymentId}/refund", null);

    public Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>As the guide for those who come from it has it: asks at Location until the outcome is known.</summary>
    public async Task<Reply> FollowAsync(Reply answer)
    {
        var where = answer.Headers.Location!.ToString();
        var startedAt = TimeProvider.System.GetTimestamp();
        while (answer["status"] == "processing")
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(startedAt) < Patience, $"It is not over: {answer.Text}");
            await Task.Yield();
            answer = await GetAsync(where);
        }

        return answer;
    }

    private async Task<Reply> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd("*/*");
        request.Headers.UserAgent.ParseAdd("python-httpx/0.28.1");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            response.Headers,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync());
    }
}
