using BenchmarkDotNet.Attributes;
using Leasehold.Admission;

namespace Leasehold.Benchmarks;

/// <summary>Admission alone: a free place taken and given back, and a place handed to one who waits.</summary>
[MemoryDiagnoser]
public class GateBenchmarks : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly Gate _free = NewGate(20);
    private readonly Gate _full = NewGate(1);
    private readonly SemaphoreSlim _freeSemaphore = new(20);
    private readonly SemaphoreSlim _fullSemaphore = new(1);

    /// <summary>The least any asynchronous admission could cost in .NET, without lanes, order or time-outs.</summary>
    [Benchmark(Baseline = true)]
    public async Task SemaphoreAsync()
    {
        await _freeSemaphore.WaitAsync();
        _freeSemaphore.Release();
    }

    [Benchmark]
    public async Task EnterAndLeaveAsync()
    {
        var admission = await _free.EnterAsync(LeaseLane.Starting, Timeout, null, CancellationToken.None);
        _free.Leave(admission.Place, connectionIsGone: false);
    }

    [Benchmark]
    public async Task SemaphoreHandOffAsync()
    {
        await _fullSemaphore.WaitAsync();
        var next = _fullSemaphore.WaitAsync(Timeout);
        _fullSemaphore.Release();
        await next;
        _fullSemaphore.Release();
    }

    /// <summary>With its time-out armed, the waiter's signal and the change of threads.</summary>
    [Benchmark]
    public async Task HandOffAsync()
    {
        var held = await _full.EnterAsync(LeaseLane.Starting, Timeout, null, CancellationToken.None);
        var next = _full.EnterAsync(LeaseLane.Starting, Timeout, null, CancellationToken.None).AsTask();
        _full.Leave(held.Place, connectionIsGone: false);
        var admission = await next;
        _full.Leave(admission.Place, connectionIsGone: false);
    }

    public void Dispose()
    {
        _freeSemaphore.Dispose();
        _fullSemaphore.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Gate NewGate(int size)
        => new(size, 0, 10_000, new ServerBudget(0), TimeProvider.System);
}
