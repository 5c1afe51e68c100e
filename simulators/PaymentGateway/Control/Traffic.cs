namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>What has come in and what was done about it, in memory.</summary>
internal sealed class Traffic
{
    private long _unauthorized;
    private long _charged;
    private long _declined;
    private long _refunded;

    public RouteTraffic Charges { get; } = new();

    public RouteTraffic Refunds { get; } = new();

    public RouteTraffic Lookups { get; } = new();

    public void CountUnauthorized() => Interlocked.Increment(ref _unauthorized);

    public void CountDecision(bool charged) => Interlocked.Increment(ref charged ? ref _charged : ref _declined);

    public void CountRefund() => Interlocked.Increment(ref _refunded);

    public StatsReport Read() => new(
        Charges.Read(),
        Refunds.Read(),
        Lookups.Read(),
        Interlocked.Read(ref _unauthorized),
        Interlocked.Read(ref _charged),
        Interlocked.Read(ref _declined),
        Interlocked.Read(ref _refunded));

    public void Reset()
    {
        Charges.Reset();
        Refunds.Reset();
        Lookups.Reset();
        Interlocked.Exchange(ref _unauthorized, 0);
        Interlocked.Exchange(ref _charged, 0);
        Interlocked.Exchange(ref _declined, 0);
        Interlocked.Exchange(ref _refunded, 0);
    }
}
