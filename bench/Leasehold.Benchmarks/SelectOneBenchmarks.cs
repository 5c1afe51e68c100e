using BenchmarkDotNet.Attributes;
using Leasehold.Benchmarks.Databases;

namespace Leasehold.Benchmarks;

/// <summary>Lease, <c>SELECT 1</c> and return beside the same by the driver alone.</summary>
[MemoryDiagnoser]
public class SelectOneBenchmarks
{
    private const int Times = 100;
    private DatabasePair? _pair;

    [Params("sqlite", "postgresql", "mariadb")]
    public string Database { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync() => _pair = await BenchmarkServers.ConnectAsync(Database);

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pair!.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Times)]
    public Task DriverAsync() => _pair!.OpenSelectCloseAsync(Times);

    [Benchmark(OperationsPerInvoke = Times)]
    public Task LeaseholdAsync() => _pair!.LeaseSelectReturnAsync(Times);
}
