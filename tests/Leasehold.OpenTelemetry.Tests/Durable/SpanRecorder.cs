using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>Keeps what would be exported, and tells when a span of a name has ended.</summary>
internal sealed class SpanRecorder(string awaited) : BaseProcessor<Activity>
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly TaskCompletionSource<Activity> _awaited
        = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first span of the awaited name.</summary>
    public Task<Activity> Awaited => _awaited.Task;

    public override void OnEnd(Activity data)
    {
        _spans.Enqueue(data);
        if (string.Equals(data.OperationName, awaited, StringComparison.Ordinal))
        {
            _awaited.TrySetResult(data);
        }
    }

    /// <summary>The spans of a trace, in the order in which they began.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace)
        => [.. _spans.Where(span => span.TraceId == trace).OrderBy(static span => span.StartTimeUtc)];
}
