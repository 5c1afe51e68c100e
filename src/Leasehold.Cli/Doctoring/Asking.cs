using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Leasehold.Cli.Doctoring.Answers;

namespace Leasehold.Cli.Doctoring;

/// <summary>Asks one instance, within a bound of time and size.</summary>
internal sealed class Asking(HttpClient client, IReadOnlyList<RequestHeader> headers)
{
    private const string NotLeasehold =
        "What answered is no diagnosis of Leasehold's. Does the URL name the application itself?";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public async Task<Visit> VisitAsync(Instance instance, CancellationToken cancellationToken)
    {
        var visit = new Visit(instance);
        try
        {
            // Beside each other: the snapshot is an addition, and must not take the time of what it adds to.
            var snapshot = SnapshotAsync(instance, cancellationToken);
            var (document, problem) = await DiagnosisAsync(instance, cancellationToken).ConfigureAwait(false);
            return document is not { } found ? visit with { Problem = problem } : visit with
            {
                Document = found,
                Diagnosis = found.Deserialize<DiagnosisAnswer>(Json),
                Snapshot = await snapshot.ConfigureAwait(false),
            };
        }
        catch (HttpRequestException exception)
        {
            return visit with { Problem = Explain(exception) };
        }
        catch (JsonException)
        {
            return visit with { Problem = NotLeasehold };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return visit with
            {
                Problem = $"It did not answer within {client.Timeout.TotalSeconds:0} s. Is the process frozen, out of "
                    + "threads or of memory? Take a dump (dotnet-dump collect), then restart it.",
            };
        }
    }

    private async Task<(JsonElement? Document, string? Problem)> DiagnosisAsync(
        Instance instance, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(instance.DiagnosisAddress, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (null, Explain(response.StatusCode));
        }

        using var document = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("databases", out _)
                ? (document.RootElement.Clone(), null)
                : (null, NotLeasehold);
    }

    private async Task<SnapshotAnswer?> SnapshotAsync(Instance instance, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(instance.SnapshotAddress, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            using var document = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return document.Deserialize<SnapshotAnswer>(Json);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var header in headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static string Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized =>
            "401: it wants to know who asks. Give a header, as in --header \"X-API-Key: …\" or "
            + "--header \"Authorization: Bearer …\".",
        HttpStatusCode.Forbidden =>
            "403: whoever this header names may not look, or no policy is set. The application says who may: "
            + "app.MapLeaseholdDiagnosis().RequireAuthorization(\"ops\").",
        HttpStatusCode.NotFound =>
            "404: there is no /leasehold/diagnosis. The application has to map it: app.MapLeaseholdDiagnosis(). "
            + "Where it is mapped below a path, put that path into the URL.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            $"{(int)status}: it leads elsewhere, perhaps to a sign-in page or to https. Give the final URL, and a "
            + "header.",
        HttpStatusCode.TooManyRequests => "429: it is asked too often. Wait, and ask again.",
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            $"{(int)status}: what stands in front of the application does not reach it. Ask the instance itself.",
        _ => $"{(int)status}: it answered with an error. Its log says why.",
    };

    private static string Explain(HttpRequestException exception) => exception switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            "The connection was refused: nothing listens there. Is the process up, and is the port right?",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "There is no host of that name.",
        { InnerException: AuthenticationException } =>
            "No secure connection could be made: is its certificate trusted here, and is it https at all?",
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            "Its answer is larger than any diagnosis. Does the URL name the application itself?",
        _ => $"It could not be reached ({exception.HttpRequestError}).",
    };
}
