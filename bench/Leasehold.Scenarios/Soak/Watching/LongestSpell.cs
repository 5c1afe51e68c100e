using System.Diagnostics;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>For how long at a time something was so, as samples show it.</summary>
internal sealed class LongestSpell
{
    private long _since;

    public TimeSpan Longest { get; private set; }

    /// <summary>What was seen in the longest one.</summary>
    public string Seen { get; private set; } = "";

    public void Sample(bool isSo, Func<string> seen)
    {
        var now = Stopwatch.GetTimestamp();
        if (!isSo)
        {
            _since = 0;
            return;
        }

        if (_since == 0)
        {
            _since = now;
        }
        else if (Stopwatch.GetElapsedTime(_since, now) is var spell && spell > Longest)
        {
            (Longest, Seen) = (spell, seen());
        }
    }
}
