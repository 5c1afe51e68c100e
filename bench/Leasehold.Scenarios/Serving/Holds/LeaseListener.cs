using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Scenarios.Serving.Holds;

/// <summary>Reads how long leases are held from the meter that every user of Leasehold can read.</summary>
internal static class LeaseListener
{
    private const string UseTime = "db.client.connection.use_time";

    public static void Attach(WebApplication app, HoldRecorder holds)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (string.Equals(instrument.Name, UseTime, StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _)
            => holds.Observed(TimeSpan.FromSeconds(seconds)));
        listener.Start();
        app.Lifetime.ApplicationStopped.Register(listener.Dispose);

        var pool = app.Services.GetRequiredService<ConnectionPools>().Api;
        long exhaustedBefore = 0;
        holds.PoolCounts = () =>
        {
            var now = pool.Snapshot(0);
            var exhausted = now.TimedOut + now.Refused;
            var since = exhausted - exhaustedBefore;
            exhaustedBefore = exhausted;
            return (now.PeakInUse, since);
        };
    }
}
