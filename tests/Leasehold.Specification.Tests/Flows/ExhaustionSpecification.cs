using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Flows;

/// <summary>An exhausted pool says who has its connections, since when, and what they are doing with them.</summary>
public abstract class ExhaustionSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Message_OfAnExhaustedPool_NamesTheHolder()
    {
        var pools =
            Build(api => (api.Size, api.MaxOverflow, api.AcquireTimeout) = (1, 1, TimeSpan.FromMilliseconds(120)));
        await WarmUpAsync(pools.Api, 2);
        using var flow = Flow.Begin("POST /payments", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);
        var line = Here();
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        var message = exhausted.Message;
        Assert.Contains($"'{pools.Api.Name}'", message, StringComparison.Ordinal);
        Assert.Contains("1 of 1 connections and 1 of 1 overflow are leased", message, StringComparison.Ordinal);
        Assert.Contains("limit 0.12 s", message, StringComparison.Ordinal);
        Assert.Contains("POST /payments", message, StringComparison.Ordinal);
        Assert.Contains(
            $"{nameof(Message_OfAnExhaustedPool_NamesTheHolder)}, ExhaustionSpecification.cs:{line - 1}",
            message,
            StringComparison.Ordinal);
        Assert.Contains("in transaction", message, StringComparison.Ordinal);
        Assert.Matches(@"held \d+\.\d{3} s", message);
        Assert.Contains("Leasehold:Pools:Api:", message, StringComparison.Ordinal);
        Assert.Equal(2, exhausted.Pool!.Holders.Count);
        Assert.NotNull(exhausted.HelpLink);
        Assert.Equal(message, Assert.Single(Logs.Of(LogEvents.Exhausted)));
    }

    [Fact]
    public async Task Holders_OfDifferentAge_AreTheLongestFirst()
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (3, 0));
        var leases = new List<ConnectionLease>();
        foreach (var job in (string[])["job-a", "job-b", "job-c"])
        {
            using var flow = Flow.Begin(job, Workload.Api);
            leases.Add(await pools.Api.LeaseAsync(Ended));
            await Task.Delay(60, Ended); // their ages must differ
        }

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        Assert.Equal("job-a job-b job-c", string.Join(' ', exhausted.Pool!.Holders.Select(static h => h.Flow)));
        Assert.InRange(exhausted.Pool!.Holders[0].HeldFor, TimeSpan.FromSeconds(0.12), Patience);
        Assert.True(exhausted.WasRefused);
        Assert.Contains("refused at once", exhausted.Message, StringComparison.Ordinal);
        await ReturnAsync(leases);
    }

    [Fact]
    public async Task Holder_InAnOutboundCall_IsNamedByItsHost()
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (1, 0));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var hangUp = new CancellationTokenSource();
        var calling = CallWhileHoldingAsync(pools, new Uri($"http://{host}/v1/secret?token=1"), hangUp.Token);
        using var accepted = await listener.AcceptSocketAsync(Ended);

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        Assert.Contains($"external call to {host}", exhausted.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains("three stages", exhausted.Message, StringComparison.Ordinal);
        Assert.Equal(HolderActivity.ExternalCall, exhausted.Pool!.Holders[0].Activity);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Message_OfAnyKind_HoldsNoSecretOfTheConnectionString()
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (1, 0));
        await using var held = await pools.Api.LeaseAsync(Ended);
        var password = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = Database.ConnectionString }
            .TryGetValue("Password", out var value) ? (string)value : Database.ConnectionString;

        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        Assert.DoesNotContain(password, exhausted.ToString(), StringComparison.Ordinal);
    }

    private static async Task CallWhileHoldingAsync(ConnectionPools pools, Uri uri, CancellationToken hangUp)
    {
        using var flow = Flow.Begin("POST /wrong-way", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);
        using var client = new HttpClient();
        await client.GetAsync(uri, hangUp);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
