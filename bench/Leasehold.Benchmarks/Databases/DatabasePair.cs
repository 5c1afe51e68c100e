using Leasehold.Providers;

namespace Leasehold.Benchmarks.Databases;

/// <summary>
/// One database reached twice: through the driver alone, and through Leasehold over the same settings.
/// </summary>
/// <remarks>
/// Every method runs its operation a number of times in a loop, so that neither a delegate nor a task per operation
/// is part of what is measured. The two sides are written alike, with the asynchronous API each of them offers.
/// </remarks>
public abstract class DatabasePair : IAsyncDisposable
{
    private readonly ConnectionPools _pools;

    /// <summary>Pools with the defaults of the Api workload, logging nothing, measured by no one.</summary>
    protected DatabasePair(string name, DatabaseProvider provider)
    {
        Name = name;
        _pools = new ConnectionPoolsBuilder(
            provider, new LeaseholdOptions { ApplicationName = "bench" }).Build();
        Pool = _pools.Api;
    }

    public string Name { get; }

    protected ConnectionPool Pool { get; }

    /// <summary>The driver's own open and close.</summary>
    public abstract Task OpenCloseAsync(int times);

    /// <summary>Lease and return, in one flow, as in a request.</summary>
    public async Task LeaseReturnAsync(int times)
    {
        using var flow = Request();
        for (var i = 0; i < times; i++)
        {
            await using var lease = await Pool.LeaseAsync();
        }
    }

    /// <summary>Open, SELECT 1 and close by the driver alone.</summary>
    public abstract Task OpenSelectCloseAsync(int times);

    /// <summary>Lease, SELECT 1 and return.</summary>
    public abstract Task LeaseSelectReturnAsync(int times);

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        await DisposeDriverAsync();
        GC.SuppressFinalize(this);
    }

    protected static Flow Request() => Flow.Begin("GET /bench", Workload.Api);

    protected abstract ValueTask DisposeDriverAsync();
}
