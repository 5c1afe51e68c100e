namespace Leasehold.Sight.Attributions;

/// <summary>Picks the leases of one pool that are measured: all of them, until there are very many.</summary>
/// <remarks>
/// Up to 256 at once and 1,000 a second: so measuring is bounded however many leases there are. What it
/// costs is measured by the benchmark <c>overhead</c>. Without locks or interlocked steps, since every lease asks: a
/// race picks one more or one less, and a picked lease stands for those passed over since the last one.
/// </remarks>
internal sealed class LeaseSampling
{
    private const int Burst = 256;
    private const int PerMillisecond = 1;

    private long _lastMs;
    private int _left = Burst;
    private int _passedOver;

    public bool TryPick(long nowMs)
    {
        if (nowMs != _lastMs)
        {
            var gained = (nowMs - _lastMs) * PerMillisecond;
            _lastMs = nowMs;
            _left = gained is < 0 or > Burst ? Burst : Math.Min(Burst, _left + (int)gained);
        }

        if (_left > 0)
        {
            _left--;
            return true;
        }

        _passedOver++;
        return false;
    }

    /// <summary>How many leases the one picked now stands for, itself included.</summary>
    public int TakeWeight() => 1 + Interlocked.Exchange(ref _passedOver, 0);
}
