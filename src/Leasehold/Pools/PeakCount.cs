namespace Leasehold;

/// <summary>The most that a count has been.</summary>
/// <remarks>Thread-safe; a mutable struct, kept in a field and never copied.</remarks>
internal struct PeakCount
{
    private int _peak;

    public int Value => Volatile.Read(ref _peak);

    public void Note(int count)
    {
        var peak = Volatile.Read(ref _peak);
        while (count > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peak, count, peak);
            if (seen == peak)
            {
                return;
            }

            peak = seen;
        }
    }
}
