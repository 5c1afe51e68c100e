using Leasehold.CrashLab.Tests.Oracle;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>
/// Looks all through a run: at the states of the rows, at how long operations wait for somebody, and at connections
/// that are held across calls.
/// </summary>
internal sealed class RunWatch : IAsyncDisposable
{
    private readonly Bench _bench;
    private readonly Crew _crew;
    private readonly string _prefix;
    private readonly StateWatch _states = new();
    private readonly List<string> _held = [];
    private readonly Looking _looking;

    public RunWatch(Bench bench, Crew crew, string prefix)
    {
        _bench = bench;
        _crew = crew;
        _prefix = prefix;
        _looking = new Looking(LookAsync);
    }

    public int Looks { get; private set; }

    public TimeSpan LongestOverdue { get; private set; }

    public IEnumerable<string> Violations
        => _states.Regressions.Concat(_held.Distinct(StringComparer.Ordinal));

    /// <summary>Stops watching; what it saw can be read then.</summary>
    public Task StopAsync() => _looking.StopAsync();

    public ValueTask DisposeAsync() => _looking.DisposeAsync();

    private async Task LookAsync()
    {
        _states.See(await Books.ReadAsync(_bench.Database, _prefix));
        await LookForWaitingAsync();
        if (!_crew.Serving.HasExited && await _crew.Serving.HeldAcrossCallsAsync() is { } held)
        {
            _held.AddRange(held.Select(static holder => $"a connection is held across a call: {holder}"));
        }

        Looks++;
    }

    // Nobody can be blamed for the time in which nobody was there.
    private async Task LookForWaitingAsync()
    {
        var journal = await Books.JournalAsync(_bench.Database);
        var attended = TimeProvider.System.GetElapsedTime(_crew.AttendedSince);
        var overdue = journal.Overdue < attended ? journal.Overdue : attended;
        if (overdue > LongestOverdue && !(_crew.Serving.HasExited && _bench.Standby is null))
        {
            LongestOverdue = overdue;
        }
    }
}
