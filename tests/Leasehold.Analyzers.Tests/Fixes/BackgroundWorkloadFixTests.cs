using Leasehold.CodeFixes;

namespace Leasehold.Analyzers.Tests;

public sealed class BackgroundWorkloadFixTests()
    : FixSpecification(new BackgroundWorkAnalyzer(), new BackgroundWorkloadFix())
{
    [Theory]
    [InlineData(
        "await using var lease = await pools.Api.LeaseAsync(stop);",
        "await using var lease = await pools.Background.LeaseAsync(stop);")]
    [InlineData(
        "using var flow = Flow.Begin(\"x\", Workload.Api);",
        "using var flow = Flow.Begin(\"x\", Workload.Background);")]
    [InlineData(
        "await pools.InSessionAsync(Workload.Api /* why */, (_, _) => Task.CompletedTask, stop);",
        "await pools.InSessionAsync(Workload.Background /* why */, (_, _) => Task.CompletedTask, stop);")]
    public Task Workload_OfTheApi_BecomesBackground(string before, string after)
        => Becomes(Service(before), Service(after));

    [Fact]
    public Task Capture_HasNoFix() => StaysAsItIs("_ = Task.Run(() => shop.SaveChangesAsync());");

    private static string Service(string body) =>
        $$"""
        members:
        public sealed class Sweeper(ConnectionPools pools) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
