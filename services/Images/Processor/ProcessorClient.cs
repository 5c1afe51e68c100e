using System.Net.Http.Headers;
using System.Text.Json;
using Leasehold.Images.Http;
using Leasehold.Images.Options;
using Leasehold.ServiceDefaults.Idempotency;

namespace Leasehold.Images.Processor;

/// <summary>The image processor: one client for the process, no retries of its own.</summary>
internal sealed class ProcessorClient(HttpClient http)
{
    public const string ClientName = "image-processor";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>
    /// Succeeded with a sound answer; declined when it answered that it cannot; else unknown, to be tried again.
    /// </summary>
    public async Task<CallOutcome<ProcessorReply>> ProcessAsync(
        string operationId, string imageUrl, ImageOptions options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "process")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(
                new ProcessorBody(imageUrl, options), ProcessorJson.Default.ProcessorBody)),
        };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation(IdempotencyKey.Header, operationId);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return Read((int)response.StatusCode, body);
        }
        catch (OperationCanceledException problem)
        {
            return CallOutcome<ProcessorReply>.Unknown("timeout", problem);
        }
        catch (HttpRequestException problem)
        {
            return CallOutcome<ProcessorReply>.Unknown("no answer", problem);
        }
    }

    private static CallOutcome<ProcessorReply> Read(int status, byte[] body)
        => status switch
        {
            >= 200 and < 300 when Parse(body, ProcessorJson.Default.ProcessorReply) is { IsSound: true } reply => reply,
            >= 200 and < 300 => CallOutcome<ProcessorReply>.Unknown("unreadable answer"),

            // It did not get to the picture, or something before it did not get to it.
            408 or 425 or 429 or 502 or 503 or 504 => CallOutcome<ProcessorReply>.Unknown($"status {status}"),
            >= 400 => CallOutcome<ProcessorReply>.Declined(
                ProcessorErrors.Of(status, Parse(body, ProcessorJson.Default.ProcessorProblem)?.Code)),
            _ => CallOutcome<ProcessorReply>.Unknown($"status {status}"),
        };

    private static T? Parse<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
