using System.Diagnostics.Metrics;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>What the pools themselves measure: every wait that got a connection, whoever waited.</summary>
internal sealed class PoolWaits : IDisposable
{
    private readonly MeterListener _listener = new();

    /// <param name="watches">By the name of the application.</param>
    public PoolWaits(IReadOnlyDictionary<string, WaitWatch> watches)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Leasehold", Name: "db.client.connection.wait_time" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value is string pool && watches.TryGetValue(pool.Split('/')[0], out var watch))
                {
                    watch.Add(TimeSpan.FromSeconds(seconds), $"a lease of {pool}");
                }
            }
        });
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();
}
