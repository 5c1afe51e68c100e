using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Telemetry;

/// <summary>
/// Writes each stage's begin, with the state of the pool it leases from, and its end, with outcome and time: Debug, in
/// Development Information. Where nobody reads that level, nothing is listened to and no span is made.
/// </summary>
internal sealed class StageLog(ConnectionPools pools, IHostEnvironment environment, ILogger<StageLog> logger)
    : IHostedService, IDisposable
{
    private const string SourceName = "Leasehold";
    private const string StageBegin = "leasehold.";
    private const string LeaseSpan = "leasehold.lease";
    private const string CallSpan = "leasehold.call";
    private const string OutcomeTag = "leasehold.outcome";
    private const string ErrorTag = "error.type";

    private readonly LogLevel _level = environment.IsDevelopment() ? LogLevel.Information : LogLevel.Debug;
    private ActivityListener? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (logger.IsEnabled(_level))
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => string.Equals(source.Name, SourceName, StringComparison.Ordinal),
                Sample = static (ref _) => ActivitySamplingResult.AllData,
                ActivityStarted = Begun,
                ActivityStopped = Ended,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _listener = null;
    }

    private static bool IsStage(Activity span)
        => span.OperationName.StartsWith(StageBegin, StringComparison.Ordinal) && span.OperationName != LeaseSpan;

    private static string NameOf(Activity span) => span.OperationName[StageBegin.Length..];

    private static string FlowName => Flow.Current?.Name ?? "outside any flow";

    private void Begun(Activity span)
    {
        if (!IsStage(span))
        {
            return;
        }

        var id = span.TraceId.ToHexString();
        if (span.OperationName == CallSpan)
        {
            Log.CallBegins(logger, _level, FlowName, id);
            return;
        }

        var pool = pools[Flow.Current?.Workload ?? Workload.Background].Snapshot(maxHolders: 0);
        Log.StageBegins(
            logger,
            _level,
            NameOf(span),
            FlowName,
            pool.Name,
            pool.InUse,
            pool.Size,
            pool.OverflowInUse,
            pool.Waiting,
            id);
    }

    private void Ended(Activity span)
    {
        if (IsStage(span))
        {
            var outcome = span.GetTagItem(OutcomeTag) ?? span.GetTagItem(ErrorTag) ?? "done";
            Log.StageEnds(
                logger,
                _level,
                NameOf(span),
                FlowName,
                outcome,
                Math.Round(span.Duration.TotalMilliseconds, 3),
                span.TraceId.ToHexString());
        }
    }
}
