using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Leasehold.Specification.Tests.Metrics;

/// <summary>What every meter of the process but the framework's measures while this listens.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _all = new();

    public Measured()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (!instrument.Meter.Name.StartsWith("System.", StringComparison.Ordinal)
                && !instrument.Meter.Name.StartsWith("Microsoft.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Note<byte>();
        Note<short>();
        Note<int>();
        Note<long>();
        Note<float>();
        Note<double>();
        Note<decimal>();
        _listener.Start();
    }

    public IReadOnlyCollection<Measurement> All => _all;

    /// <summary>Of one pool: the name of an instrument of Leasehold's.</summary>
    public List<Measurement> Of(string instrument, string pool, string? state = null)
        => [.. _all.Where(m => m.Meter == "Leasehold"
            && m.Instrument.Name == instrument
            && m.Tags.Any(t => t.Key == "db.client.connection.pool.name" && Equals(t.Value, pool))
            && (state is null || m.Tags.Any(t => t.Key == "db.client.connection.state" && Equals(t.Value, state))))];

    /// <summary>Asks those that are only read when someone asks.</summary>
    public void Read() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Note<T>()
        where T : struct
        => _listener.SetMeasurementEventCallback<T>((instrument, value, tags, _) => _all.Enqueue(
            new Measurement(instrument, Convert.ToDouble(value, null), [.. tags])));

    internal sealed record Measurement(Instrument Instrument, double Value, KeyValuePair<string, object?>[] Tags)
    {
        public string Meter => Instrument.Meter.Name;

        public string TagNames => string.Join(' ', Tags.Select(static t => t.Key));
    }
}
