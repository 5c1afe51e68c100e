using System.Net;
using System.Text.Json;
using Leasehold.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.AspNetCore.Tests;

public sealed class SnapshotEndpointTests
{
    private const string Route = "/leasehold/snapshot";

    [Fact]
    public async Task Snapshot_NamesEveryPoolOfTheDatabase()
    {
        await using var service = await TestService.StartAsync();

        var database = Assert.Single((await service.GetAsync(Route)).Json.GetProperty("databases").EnumerateArray());

        Assert.Equal("default", database.GetProperty("name").GetString());
        Assert.Equal("sqlite", database.GetProperty("system").GetString());
        Assert.Equal("Api Background Batch", string.Join(
            ' ', database.GetProperty("pools").EnumerateArray().Select(p => p.GetProperty("workload").GetString())));
    }

    [Fact]
    public async Task Snapshot_OfSeveralDatabases_NamesEach()
    {
        await using var service = await TestService.StartAsync(configure: builder => builder.Services
            .AddLeasehold("reports", builder.Configuration)
            .UseProvider(_ => new ScriptedProvider()));

        var names = (await service.GetAsync(Route)).Json.GetProperty("databases").EnumerateArray()
            .Select(d => d.GetProperty("name").GetString());

        Assert.Equal("default reports", string.Join(' ', names));
    }

    [Fact]
    public async Task Snapshot_WhileAnEndpointHoldsALease_NamesItAsHolder()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/orders/{number}", async (ConnectionPools pools) =>
            {
                await using var lease = await pools.Api.LeaseAsync();
                held.SetResult();
                await release.Task;
            }));
        var holding = service.GetAsync("/orders/4711");
        await held.Task;

        var pool = await PoolAsync(service, "Api");
        release.SetResult();
        await holding;

        Assert.Equal(1, pool.GetProperty("in_use").GetInt32());
        Assert.Equal(1, pool.GetProperty("peak_in_use").GetInt32());
        var holder = Assert.Single(pool.GetProperty("holders").EnumerateArray());
        Assert.Equal("GET /orders/{number}", holder.GetProperty("flow").GetString());
        Assert.Equal("SnapshotEndpointTests.cs", holder.GetProperty("file").GetString());
        Assert.True(holder.GetProperty("line").GetInt32() > 0);
        Assert.True(holder.GetProperty("held_ms").GetDouble() >= 0);
        Assert.False(holder.GetProperty("in_transaction").GetBoolean());
    }

    [Fact]
    public async Task Snapshot_AfterALease_TellsMeanHoldAndCeiling()
    {
        var time = new FakeTimeProvider();
        await using var service = await TestService.StartAsync(
            settings: [("Leasehold:Pools:Api:Size", "20")],
            configure: builder => builder.Services.AddSingleton<TimeProvider>(time));
        await using (await service.Pools.Api.LeaseAsync())
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var pool = await PoolAsync(service, "Api");

        Assert.Equal(1, pool.GetProperty("leased").GetInt64());
        Assert.Equal(100, pool.GetProperty("mean_hold_ms").GetDouble());
        Assert.Equal(200, pool.GetProperty("ceiling").GetDouble());
    }

    [Fact]
    public async Task Snapshot_HoldersBounded_NamesNoMore()
    {
        await using var service = await TestService.StartAsync();
        await using var one = await service.Pools.Api.LeaseAsync();
        await using var two = await service.Pools.Api.LeaseAsync();

        Assert.Equal(1, (await PoolAsync(service, "Api", "?holders=1")).GetProperty("holders").GetArrayLength());
        Assert.Equal(0, (await PoolAsync(service, "Api", "?holders=0")).GetProperty("holders").GetArrayLength());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("many")]
    public async Task Snapshot_HoldersOutOfRange_Answers400(string holders)
    {
        await using var service = await TestService.StartAsync();

        (await service.GetAsync($"{Route}?holders={holders}")).AssertProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Snapshot_HoldsNoConnectionString()
    {
        const string canary = "canary-5f1d";
        var file = Path.Combine(Path.GetTempPath(), $"{canary}-{Guid.NewGuid():N}.db");
        await using (var service = await TestService.StartAsync(provider: new SqliteProvider($"Data Source={file}")))
        {
            await using var lease = await service.Pools.Api.LeaseAsync();
            Assert.DoesNotContain(canary, (await service.GetAsync(Route)).Text, StringComparison.Ordinal);
        }

        File.Delete(file);
    }

    private static async Task<JsonElement> PoolAsync(TestService service, string workload, string query = "")
        => (await service.GetAsync(Route + query)).Json.GetProperty("databases")[0].GetProperty("pools")
            .EnumerateArray()
            .Single(p => string.Equals(p.GetProperty("workload").GetString(), workload, StringComparison.Ordinal));
}
