using System.Diagnostics.Metrics;

namespace Leasehold.Durable;

/// <summary>The instruments of one database's durable operations.</summary>
internal sealed class DurableMetrics : IDisposable
{
    public const string MeterName = "Leasehold";
    public const string KindTag = "leasehold.durable.kind";
    public const string OutcomeTag = "leasehold.durable.outcome";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _unknown;
    private readonly Counter<long> _unread;
    private readonly Counter<long> _dead;
    private readonly Counter<long> _fenced;
    private readonly Counter<long> _claimed;
    private readonly Counter<long> _handedBack;

    public DurableMetrics(IMeterFactory? factory, ActiveRuns active)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _duration = _meter.CreateHistogram<double>(
            "leasehold.durable.duration", "s", "Time from the claim to the saved outcome of completed operations.");
        _unknown = _meter.CreateCounter<long>(
            "leasehold.durable.unknown", "{attempt}", "Attempts that ended without a known outcome.");
        _unread = _meter.CreateCounter<long>(
            "leasehold.durable.unread", "{attempt}", "Attempts whose arguments this version could not read.");
        _dead = _meter.CreateCounter<long>(
            "leasehold.durable.dead", "{operation}", "Operations that became dead letters.");
        _fenced = _meter.CreateCounter<long>(
            "leasehold.durable.fenced", "{attempt}", "Late owners stopped by the fence.");
        _claimed = _meter.CreateCounter<long>(
            "leasehold.durable.claimed", "{operation}", "Operations that the worker took over.");
        _handedBack = _meter.CreateCounter<long>(
            "leasehold.durable.handed_back", "{operation}", "Operations handed back by a stopping instance.");
        _meter.CreateObservableUpDownCounter(
            "leasehold.durable.active", () => active.Count, "{operation}", "Operations this instance runs now.");
    }

    public void Completed(string kind, CallOutcomeKind outcome, TimeSpan time)
        => _duration.Record(
            time.TotalSeconds,
            Kind(kind),
            new(OutcomeTag, outcome == CallOutcomeKind.Declined ? "declined" : "succeeded"));

    public void Unknown(string kind) => _unknown.Add(1, Kind(kind));

    public void Unread(string kind) => _unread.Add(1, Kind(kind));

    public void Dead(string kind) => _dead.Add(1, Kind(kind));

    public void Fenced(string kind) => _fenced.Add(1, Kind(kind));

    public void Claimed(int count)
    {
        if (count > 0)
        {
            _claimed.Add(count);
        }
    }

    public void HandedBack(int count) => _handedBack.Add(count);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Kind(string kind) => new(KindTag, kind);
}
