using Leasehold.Specification.Tests.Databases;
using System.Diagnostics.Metrics;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A listener that throws at each measurement of one instrument until it is disposed.</summary>
internal sealed class ThrowingMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _thrown;

    public ThrowingMeter(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == "Leasehold" && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Throw());
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Throw());
        _listener.Start();
    }

    /// <summary>How often it has thrown: none means that the test has not tested anything.</summary>
    public int Thrown => Volatile.Read(ref _thrown);

    public void Dispose() => _listener.Dispose();

    private void Throw()
    {
        Interlocked.Increment(ref _thrown);
        throw new ForeignCodeException();
    }
}
