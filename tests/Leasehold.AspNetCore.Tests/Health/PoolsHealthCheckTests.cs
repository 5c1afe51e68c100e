using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Leasehold.AspNetCore.Tests;

public sealed class PoolsHealthCheckTests
{
    // The promise is two seconds; the rest is for a machine that does other things too.
    private static readonly TimeSpan QuickEnough = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Health_DatabaseAnswers_IsHealthy()
    {
        await using var service = await TestService.StartAsync();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "Healthy");
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Background")]
    public async Task Health_APoolIsSaturated_IsDegraded(string workload)
    {
        await using var service = await TestService.StartAsync(settings: TinyPool(workload));
        var pool = service.Pools[Workload.Named(workload)];
        await using var held = await pool.LeaseAsync();
        using var leave = new CancellationTokenSource();
        var waiting = pool.LeaseAsync(leave.Token).AsTask();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "Degraded");

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Health_EveryPoolIsFull_IsDegradedAndQuick()
    {
        await using var service = await TestService.StartAsync(
            settings: [.. TinyPool("Api"), .. TinyPool("Background"), .. TinyPool("Batch")]);
        await using var api = await service.Pools.Api.LeaseAsync();
        await using var background = await service.Pools.Background.LeaseAsync();
        await using var batch = await service.Pools.Batch.LeaseAsync();
        var watch = Stopwatch.StartNew();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "Degraded");

        Assert.True(watch.Elapsed < QuickEnough);
    }

    [Fact]
    public async Task Health_DatabaseRefuses_IsUnhealthy()
    {
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(provider: provider);
        provider.OnOpen = _ => throw new ScriptedException(DatabaseErrorKind.ConnectionBroken);

        var answer = await service.GetAsync("/health");

        AssertHealth(answer, HttpStatusCode.ServiceUnavailable, "Unhealthy");
        Assert.DoesNotContain(
            service.Logs.GetSnapshot(), r => r.Message.Contains(ScriptedException.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_DatabaseHangsAndHeedsNoCancellation_IsUnhealthyAndQuick()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(provider: provider);
        provider.OnQuery = _ => never.Task;
        var watch = Stopwatch.StartNew();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.ServiceUnavailable, "Unhealthy");

        Assert.True(watch.Elapsed < QuickEnough);
        never.SetResult();
    }

    [Fact]
    public async Task Check_DatabaseHangsAndHeedsNoCancellation_IsUnhealthyAndQuick()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(provider: provider, health: Impatient);
        provider.OnQuery = _ => never.Task;

        var report = await service.Checks.CheckHealthAsync().WaitAsync(QuickEnough);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        never.SetResult();
    }

    [Fact]
    public async Task Health_ManyAskWhileTheDatabaseHangs_TakeOneConnection()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(provider: provider, health: Impatient);
        provider.OnQuery = _ => never.Task;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.GetAsync("/health")));
        await service.GetAsync("/health");

        Assert.Equal(1, service.Pools.Snapshot().Sum(p => p.InUse));
        never.SetResult();
    }

    [Fact]
    public async Task Health_ManyAskInARow_ShareOneProbe()
    {
        var probes = 0;
        var provider = new ScriptedProvider
        {
            OnQuery = _ =>
            {
                Interlocked.Increment(ref probes);
                return Task.CompletedTask;
            },
        };
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var service = await TestService.StartAsync(
            provider: provider, configure: builder => builder.Services.AddSingleton<TimeProvider>(time));

        await service.GetAsync("/health");
        await service.GetAsync("/health");
        Assert.Equal(1, probes);

        time.Advance(TimeSpan.FromSeconds(1));
        await service.GetAsync("/health");
        Assert.Equal(2, probes);
    }

    [Fact]
    public async Task Health_SchemaIsMissing_IsUnhealthy()
    {
        await using var service = await TestService.StartAsync(
            health: static o => o.ProbeSql = "SELECT 1 FROM orders WHERE 1 = 0");

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.ServiceUnavailable, "Unhealthy");
    }

    [Fact]
    public async Task Health_SchemaIsThere_IsHealthy()
    {
        await using var service = await TestService.StartAsync(
            health: static o => o.ProbeSql = "SELECT 1 FROM orders WHERE 1 = 0");
        await service.Pools.InSessionAsync(async (session, token) =>
        {
            await using var command = session.Connection.CreateCommand();
            command.Transaction = session.Transaction;
            command.CommandText = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
            await command.ExecuteNonQueryAsync(token);
        });

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "Healthy");
    }

    private static void Impatient(HealthOptions options) => options.Timeout = TimeSpan.FromMilliseconds(200);

    private static (string, string)[] TinyPool(string workload) =>
    [
        ($"Leasehold:Pools:{workload}:Size", "1"),
        ($"Leasehold:Pools:{workload}:MaxOverflow", "0"),
    ];

    private static void AssertHealth(Answer answer, HttpStatusCode status, string expected)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(expected, answer.Text);
    }
}
