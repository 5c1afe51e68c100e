using Leasehold.Scenarios.Load;

namespace Leasehold.Scenarios.Throughput;

/// <summary>One of the two, and its rounds so far.</summary>
/// <param name="processorTime">Processor time that the process which serves has used.</param>
/// <param name="load">Loads it: the name of the round, and whether it counts.</param>
internal sealed class Side(Func<TimeSpan> processorTime, Func<string, bool, Task<LoadResult>> load)
{
    private readonly List<double> _perSecond = [];
    private TimeSpan _cpu;
    private int _requests;

    public IReadOnlyList<double> PerSecond => _perSecond;

    public int Failed { get; private set; }

    /// <summary>
    /// Processor time of the endpoint's own process per request: it moves less with the machine than time does.
    /// </summary>
    public double CpuMsEach => _cpu.TotalMilliseconds / _requests;

    public async Task RunAsync(string round, bool counts)
    {
        var cpuBefore = processorTime();
        var result = await load(round, counts);
        Failed += result.Total - result[Answer.Completed];
        if (counts)
        {
            _cpu += processorTime() - cpuBefore;
            _requests += result.Total;
            _perSecond.Add(result.Goodput);
        }
    }
}
