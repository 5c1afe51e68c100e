namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>Interrupts blocking callers now and then.</summary>
internal sealed class Interrupter(IReadOnlyList<BlockingCaller> callers, int seed)
{
    private const int LongestPauseMs = 200;

    private readonly Random _random = new(seed);

    public int Interrupts { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(_random.Next(LongestPauseMs), CancellationToken.None);

            // One that waits; most do so for a moment only.
            foreach (var caller in callers)
            {
                if (caller.TryInterrupt())
                {
                    Interrupts++;
                    break;
                }
            }
        }
    }
}
