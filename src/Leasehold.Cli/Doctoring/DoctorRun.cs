namespace Leasehold.Cli.Doctoring;

/// <summary>One visit to all instances, from their addresses to the exit code.</summary>
internal sealed class DoctorRun(TextWriter output, TextWriter errors)
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    // Above what an application lets its own question to the database take.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>One of <see cref="DoctorExitCode"/>.</summary>
    public async Task<int> RunAsync(DoctorRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var visits = await VisitAsync(request, cancellationToken).ConfigureAwait(false);
            var report = new DoctorReport(output, errors);
            if (request.AsJson)
            {
                report.ShowDocument(visits);
            }
            else
            {
                report.Show(visits);
            }

            return visits.Any(static visit => visit.Problem is not null) ? DoctorExitCode.NotAsked
                : visits.Any(static visit => visit.Findings.Any()) ? DoctorExitCode.Findings
                : DoctorExitCode.Healthy;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return DoctorExitCode.Cancelled;
        }
    }

    private static async Task<Visit[]> VisitAsync(DoctorRequest request, CancellationToken cancellationToken)
    {
        // No redirects: the header must not go to another host.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler)
        {
            Timeout = Bound,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        var asking = new Asking(client, request.Headers);
        return await Task.WhenAll(request.Instances.Select(instance => asking.VisitAsync(instance, cancellationToken)))
            .ConfigureAwait(false);
    }
}
