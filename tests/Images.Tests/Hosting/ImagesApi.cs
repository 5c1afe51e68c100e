using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Leasehold.Images.Tests.Hosting;

/// <summary>The service's routes as a caller uses them.</summary>
internal sealed class ImagesApi(HttpClient http)
{
    private const string Route = "/api/v1/images/";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string NewKey() => $"key-{Guid.NewGuid():N}";

    public Task<ServiceReply> SyncAsync(
        string url, string options = "{}", string? key = null, CancellationToken cancellationToken = default)
        => PostAsync("process-sync", Body(url, options), key, cancellationToken);

    public Task<ServiceReply> AsyncAsync(string url, string options = "{}", string? key = null)
        => PostAsync("process-async", Body(url, options), key);

    public Task<ServiceReply> BatchAsync(string json, string? key = null) => PostAsync("batch", json, key);

    public Task<ServiceReply> ReadAsync(string taskId) => GetAsync(Route + taskId);

    public Task<ServiceReply> ReadBatchAsync(string batchId) => GetAsync($"{Route}batch/{batchId}");

    public async Task<byte[]?> ContentAsync(string taskId)
    {
        using var response = await http.GetAsync($"{Route}{taskId}/content");
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : null;
    }

    public Task<ServiceReply> UploadAsync(
        byte[] file, string? options = null, string? key = null, string type = "image/png", string name = "file")
    {
        var form = new MultipartFormDataContent();
        if (options is not null)
        {
            form.Add(new StringContent(options), "options");
        }

        var part = new ByteArrayContent(file);
        part.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        form.Add(part, name, "../../etc/passwd.png");
        return SendAsync(HttpMethod.Post, Route + "upload", form, key, CancellationToken.None);
    }

    /// <summary>Asks until the image is over.</summary>
    public async Task<ServiceReply> EndOfAsync(string taskId)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reply = await ReadAsync(taskId);
            if (reply["status"] is "completed" or "failed")
            {
                return reply;
            }

            AssertPatient(startedAt, reply);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Asks until every item of the batch is over.</summary>
    public async Task<ServiceReply> EndOfBatchAsync(string batchId)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reply = await ReadBatchAsync(batchId);
            var isOver = reply.Body.GetProperty("pending").GetInt32() == 0
                && reply.Body.GetProperty("processing").GetInt32() == 0;
            if (isOver)
            {
                return reply;
            }

            AssertPatient(startedAt, reply);
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    public Task<ServiceReply> GetAsync(string path)
        => SendAsync(HttpMethod.Get, path, null, null, CancellationToken.None);

    public Task<ServiceReply> PostAsync(
        string route, string json, string? key = null, CancellationToken cancellationToken = default)
        => SendAsync(
            HttpMethod.Post,
            Route + route,
            new StringContent(json, Encoding.UTF8, "application/json"),
            key,
            cancellationToken);

    /// <summary>A request in a language; a body is JSON.</summary>
    public async Task<ServiceReply> SendAsync(
        HttpMethod method, string path, string? language = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (language is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        }

        return await SendAsync(request, CancellationToken.None);
    }

    public static string Body(string url, string options = "{}")
        => $$"""{"url":{{JsonSerializer.Serialize(url)}},"options":{{options}},"unknown":1}""";

    private static void AssertPatient(long startedAt, ServiceReply reply)
        => Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < Patience, $"It is not over: {reply.Text}");

    private async Task<ServiceReply> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", key));
        }

        return await SendAsync(request, cancellationToken);
    }

    private async Task<ServiceReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken);
        return new ServiceReply(
            (int)response.StatusCode,
            response.Headers,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
