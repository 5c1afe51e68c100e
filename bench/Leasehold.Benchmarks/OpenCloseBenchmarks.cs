using BenchmarkDotNet.Attributes;
using Leasehold.Benchmarks.Databases;

namespace Leasehold.Benchmarks;

/// <summary>Lease and return beside the driver's own open and close, with an idle connection at hand.</summary>
[MemoryDiagnoser]
public class OpenCloseBenchmarks
{
    private const int Times = 1_000;
    private DatabasePair? _pair;

    [Params("sqlite", "postgresql", "mariadb")]
    public string Database { get; set; } = "";

    [GlobalSetup]
    public async Task SetUpAsync() => _pair = await BenchmarkServers.ConnectAsync(Database);

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pair!.DisposeAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Times)]
    public Task DriverAsync() => _pair!.OpenCloseAsync(Times);

    [Benchmark(OperationsPerInvoke = Times)]
    public Task LeaseholdAsync() => _pair!.LeaseReturnAsync(Times);
}
