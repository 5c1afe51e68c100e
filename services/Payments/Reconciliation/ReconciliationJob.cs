using Leasehold.Payments.Webhooks;
using Leasehold.ServiceDefaults.Schema;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Reconciliation;

/// <summary>In the background: days that have ended, and webhooks that nobody could follow when they came.</summary>
internal sealed class ReconciliationJob(
    DayReconciliation reconciliation,
    ReconciliationDays days,
    WebhookInbox inbox,
    WebhookHandling webhooks,
    IOptions<ReconciliationOptions> options,
    SchemaStartup schema,
    TimeProvider time,
    ILogger<ReconciliationJob> logger) : TablesJob(schema, time, logger)
{
    private const int WebhooksAtOnce = 100;
    private const int OpenDaysAtOnce = 100;

    /// <summary>One that came just now is being followed by the request that brought it.</summary>
    private static readonly TimeSpan WebhookAge = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time = time;

    protected override TimeSpan? Interval => options.Value.IsEnabled ? options.Value.Interval : null;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        // A flow of its own, so that holders of connections are named after the job.
        using var flow = Flow.Begin("reconciliation", Workload.Background);
        foreach (var webhook in await inbox.UnhandledAsync(
            _time.GetUtcNow() - WebhookAge, WebhooksAtOnce, cancellationToken))
        {
            await webhooks.RunAsync(webhook, cancellationToken);
        }

        while (await inbox.PruneAsync(cancellationToken) > 0)
        {
            await Task.Yield();
        }

        var newest = reconciliation.NewestEnded();
        var recent = Enumerable.Range(0, options.Value.LookBackDays).Select(back => newest.AddDays(-back));

        // Also those from before that a failed list or a stopped process left open.
        var open = await days.OpenAsync(newest, OpenDaysAtOnce, cancellationToken);
        foreach (var day in open.Union(recent).Order())
        {
            await reconciliation.RunAsync(day, again: false, cancellationToken);
        }
    }
}
