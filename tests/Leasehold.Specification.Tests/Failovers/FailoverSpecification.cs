using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Leasehold.LocalServers.Databases;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Failovers;

/// <summary>Two servers of one application's database: one of them is the primary, and then the other.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public abstract class FailoverSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>Far below Recycle, an hour: the connections are left because of what the server says.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private readonly List<IDatabaseServer> _servers = [];

    /// <summary>The primary at first.</summary>
    protected IDatabaseServer First => _servers[0];

    protected IDatabaseServer Second => _servers[1];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 0; i < 2; i++)
        {
            var server = await Database.StartPrivateAsync();
            _servers.Add(server);
            await PrepareAsync(server);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Session_ServerIsReadOnlyForAWhile_WhatMustBeSavedIsSaved()
    {
        var pools = Build(api => api.Size = 2, connectionString: ToFirst);
        var before = await WarmUpBothAsync(pools);
        await SetReadOnlyAsync(First, isOn: true);

        var saving = pools.InSessionAsync(
            new SessionOptions { RepeatsUntilCancelled = true },
            (session, token) => session.ExecuteAsync(Insert(1), token),
            Ended);
        await RefusedAsync(saving, 3);
        Assert.False(saving.IsCompleted, "it was given up");
        await SetReadOnlyAsync(First, isOn: false);
        await saving.WaitAsync(Patience, Ended);

        Assert.Equal(1, await CountAsync(First));
        Assert.DoesNotContain(await PhysicalOfNextAsync(pools.Api), before);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Staged_ServerIsReadOnlyAsTheOutcomeIsSaved_TheOutcomeIsKept()
    {
        var pools = Build(connectionString: ToFirst);
        var calls = 0;

        var running = new StagedOperations(pools).RunAsync<int, string, string>(
            prepare: static (_, _) => Task.FromResult(1),
            call: async (_, _) =>
            {
                calls++;
                await SetReadOnlyAsync(First, isOn: true);
                return "tx-7";
            },
            save: async (session, id, reply, token) =>
            {
                await session.ExecuteAsync(Insert(id), token);
                return reply;
            },
            declined: static (_, _, _, _) => throw new InvalidOperationException("not declined"),
            cancellationToken: Ended);
        await RefusedAsync(running, 2);
        await SetReadOnlyAsync(First, isOn: false);

        Assert.Equal("tx-7", await running.WaitAsync(Patience, Ended));
        Assert.Equal(1, calls);
        Assert.Equal(1, await CountAsync(First));
    }

    [Fact]
    public async Task Session_AnotherServerOfTheStringIsThePrimaryNow_GoesThere()
    {
        await SetReadOnlyAsync(Second, isOn: true);
        var pools = Build(api => api.Size = 2, connectionString: ToBoth);
        await pools.InSessionAsync((session, token) => session.ExecuteAsync(Insert(1), token), Ended);
        await WarmUpBothAsync(pools);
        Assert.Equal(1, await CountAsync(First));

        await SetReadOnlyAsync(First, isOn: true);
        await SetReadOnlyAsync(Second, isOn: false);

        await pools.InSessionAsync(
            new SessionOptions { RepeatsUntilCancelled = true },
            (session, token) => session.ExecuteAsync(Insert(2), token),
            Ended).WaitAsync(Soon, Ended);
        await pools.InSessionAsync((session, token) => session.ExecuteAsync(Insert(3), token), Ended);
        Assert.Equal((1, 2), (await CountAsync(First), await CountAsync(Second)));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Session_TheFirstServerOfTheStringIsDown_GoesToTheOther()
    {
        var pools = Build(api => api.Size = 2, connectionString: ToBoth);
        await pools.InSessionAsync((session, token) => session.ExecuteAsync(Insert(1), token), Ended);

        await KillFirstAsync();

        await pools.InSessionAsync(
            new SessionOptions { RepeatsUntilCancelled = true },
            (session, token) => session.ExecuteAsync(Insert(2), token),
            Ended).WaitAsync(Patience, Ended);
        Assert.Equal(1, await CountAsync(Second));
    }

    [Fact]
    public async Task Return_EndlessResultOnTheOtherServer_IsCancelledThere()
    {
        await SetReadOnlyAsync(First, isOn: true);
        var pools = Build(api => api.Size = 1, connectionString: ToBoth);
        await pools.InSessionAsync(
            new SessionOptions { RepeatsUntilCancelled = true },
            (session, token) => session.ExecuteAsync(Insert(1), token),
            Ended).WaitAsync(Soon, Ended);
        var lease = await pools.Api.LeaseAsync(Ended);
        var command = lease.Connection.CreateCommand();
        command.CommandText = Database.EndlessQuery;
        var reader = await command.ExecuteReaderAsync(Ended);
        Assert.True(await reader.ReadAsync(Ended));

        await Task.Run(async () => await lease.DisposeAsync(), Ended).WaitAsync(Patience, Ended);

        GC.KeepAlive(reader);
        Assert.Equal(1, await CountAsync(Second));
        await using var next = await pools.Api.LeaseAsync(Ended);
        Assert.Equal(1, await next.Connection.ReadAsync("SELECT 1"));
    }

    [Fact]
    public async Task ReadSession_Writes_LeavesThePoolAsItIs()
    {
        var pools = Build(api => api.Size = 1, connectionString: ToFirst);
        var before = await PhysicalOfNextAsync(pools.Api);

        var refused = await Assert.ThrowsAnyAsync<DbException>(() => pools.InReadSessionAsync(
            new SessionOptions { MaxRetries = 3 },
            (session, token) => session.ExecuteAsync(Insert(1), token),
            Ended));

        Assert.Equal(DatabaseErrorKind.NotPrimary, pools.Provider.Classify(refused));
        Assert.Equal(before, await PhysicalOfNextAsync(pools.Api));
    }

    /// <summary>Connects an ordinary user to the first server.</summary>
    protected abstract string ToFirst { get; }

    /// <summary>Connects it to whichever of the two is the primary.</summary>
    protected abstract string ToBoth { get; }

    /// <summary>Ends the first server: nothing listens any more where it was.</summary>
    protected virtual Task KillFirstAsync() => First.StopAsync(LocalServers.Servers.StopMode.Kill, Ended);

    /// <summary>Makes the table notes(id), and what an ordinary user needs.</summary>
    protected abstract Task PrepareAsync(IDatabaseServer server);

    /// <summary>Makes a server refuse writing, in sessions that exist too, and waits until it does.</summary>
    protected abstract Task SetReadOnlyAsync(IDatabaseServer server, bool isOn);

    protected async Task ExecuteAsync(IDatabaseServer server, string sql)
    {
        await using var connection = Database.Connect(server.ConnectionString);
        await connection.OpenAsync(Ended);
        await connection.ExecuteAsync(sql);
    }

    private static string Insert(int id) => $"INSERT INTO {TableName} (id) VALUES ({id})";

    protected const string TableName = "shop.notes";

    // As a transaction for writing begins, on MariaDB, so that the work itself is not reached.
    private Task RefusedAsync(Task running, int times)
        => Eventually.TrueAsync(
            () => running.IsCompleted || Logs.Of(LogEvents.SessionRetried).Count >= times, $"refused {times} times");

    private async Task<long> CountAsync(IDatabaseServer server)
    {
        await using var connection = Database.Connect(server.ConnectionString);
        await connection.OpenAsync(Ended);
        return await connection.ReadAsync($"SELECT count(*) FROM {TableName}");
    }

    private async Task<IReadOnlyList<object>> WarmUpBothAsync(ConnectionPools pools)
    {
        var leases = await LeaseAsync(pools.Api, 2);
        var physical = leases.Select(lease => Database.Physical(lease.Connection)).ToList();
        await ReturnAsync(leases);
        return physical;
    }
}
