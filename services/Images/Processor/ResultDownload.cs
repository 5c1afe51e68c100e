using Leasehold.Images.Blobs;
using Leasehold.Images.Fetching;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Processor;

/// <summary>Copies a result from the processor into the blob store.</summary>
/// <remarks>
/// It fetches from the processor's own origin and the hosts that configuration names, and from nowhere else: an answer
/// that names another address is no reason to connect to it.
/// </remarks>
internal sealed class ResultDownload(
    HttpClient http, IBlobStore blobs, IOptions<ProcessorOptions> processor, IOptions<ImagesOptions> options)
{
    public const string ClientName = "image-results";

    private readonly AllowedHosts _hosts = ImagesOptions.Hosts(options.Value.ResultHosts);

    /// <summary>The reply with its blob; declined when the result is not one to keep, else unknown.</summary>
    public async Task<CallOutcome<ProcessorReply>> KeepAsync(
        string taskId, ProcessorReply reply, CancellationToken cancellationToken)
    {
        var url = new Uri(reply.ProcessedUrl!);
        if (!IsAllowed(url))
        {
            return CallOutcome<ProcessorReply>.Declined(ProcessorErrors.ResultElsewhere);
        }

        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return CallOutcome<ProcessorReply>.Unknown($"the result's status is {(int)response.StatusCode}");
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var intake =
                await IntakeStream.OpenAsync(body, options.Value.MaxResultBytes, cancellationToken);
            if (!PictureKinds.IsTaken(intake.Kind))
            {
                return CallOutcome<ProcessorReply>.Declined(ProcessorErrors.ResultUnsound);
            }

            var key = BlobKey.OfResult(taskId, intake.Kind);
            await blobs.WriteAsync(key, intake, cancellationToken);
            return reply with { BlobKey = key };
        }
        catch (IntakeTooLargeException)
        {
            return CallOutcome<ProcessorReply>.Declined(ProcessorErrors.ResultUnsound);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            return CallOutcome<ProcessorReply>.Unknown("the result could not be fetched", problem);
        }
    }

    private bool IsAllowed(Uri url)
        => url.UserInfo.Length == 0
            && (_hosts.Contains(url)
                || Uri.Compare(
                    url,
                    processor.Value.Url,
                    UriComponents.SchemeAndServer,
                    UriFormat.SafeUnescaped,
                    StringComparison.OrdinalIgnoreCase) == 0);
}
