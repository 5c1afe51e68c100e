using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;
using Npgsql;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>What a PostgreSQL session remembers besides its transaction.</summary>
/// <param name="reset">What is undone.</param>
/// <param name="withinSeconds">The documented bound: with nobody leasing, it is undone by then.</param>
public abstract class PostgreSqlTraceSpecification(ResetOnReturn reset, int withinSeconds)
    : ReturnedSpecification<PostgreSqlDatabase>
{
    private static int s_names;

    private TimeSpan Within => TimeSpan.FromSeconds(withinSeconds);

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_AdvisoryLock_IsReleased(Road road)
    {
        var pools = BuildOne(reset);
        var key = (Environment.ProcessId << 8) + Interlocked.Increment(ref s_names);

        await road.LeaveAsync(pools, $"SELECT pg_advisory_lock({key})");

        await Eventually.EqualAsync(
            0,
            () => Database.ReadAsync(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                + $"AND (classid::bigint << 32) + objid::bigint = {key}"),
            Within);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.All), MemberType = typeof(Roads))]
    public async Task Return_TemporaryTable_IsDropped(Road road)
    {
        var pools = BuildOne(reset);
        var name = $"scratch_{Environment.ProcessId}_{Interlocked.Increment(ref s_names)}";

        await road.LeaveAsync(pools, $"CREATE TEMPORARY TABLE {name} (id INT)");

        await Eventually.EqualAsync(
            0, () => Database.ReadAsync($"SELECT count(*) FROM pg_class WHERE relname = '{name}'"), Within);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_Listening_Ends(Road road)
    {
        // No session can ask what another one listens to; but the server's message to it passes the proxy.
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api => (api.Size, api.ResetOnReturn) = (1, reset), connectionString: Database.Via(proxy.Port));
        var channel = $"channel_{Environment.ProcessId}_{Interlocked.Increment(ref s_names)}";
        await using var witness = (NpgsqlConnection)await Database.OpenOutsideAsync();
        await witness.ExecuteAsync($"LISTEN {channel}");

        await road.LeaveAsync(pools, $"LISTEN {channel}");

        await Eventually.TrueAsync(
            async () =>
            {
                var before = proxy.SentToClients;
                await Database.ExecuteAsync($"NOTIFY {channel}");
                Assert.True(await witness.WaitAsync(Patience, Ended)); // the server tells all listeners in one go
                await Database.ExecuteAsync("SELECT pg_sleep(0.05)"); // and the other one's message had its time
                return proxy.SentToClients == before;
            },
            "the server tells the pool's session nothing any more",
            Within);
        await AtRestAsync(pools);
    }

    [Theory]
    [MemberData(nameof(Roads.Plain), MemberType = typeof(Roads))]
    public async Task Return_DatabaseChangedByTheDriver_LeavesNoConnectionToIt(Road road)
    {
        var pools = BuildOne(reset);
        await road.HoldAsync(pools, (connection, _) => connection.ChangeDatabaseAsync("template1", Ended));

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(0, await next.Connection.ReadAsync("SELECT count(*) WHERE current_database() = 'template1'"));
        await Eventually.EqualAsync(1, () => Database.CountConnectionsAsync(pools));
    }

    [Theory]
    [InlineData("SET leasehold.trace = '77'", "SELECT coalesce(current_setting('leasehold.trace', true), '') = ''")]
    [InlineData("SET search_path = pg_catalog", "SELECT current_setting('search_path') <> 'pg_catalog'")]
    [InlineData("SET statement_timeout = 1", "SELECT current_setting('statement_timeout') <> '1ms'")]
    [InlineData("SET default_transaction_read_only = on", "SELECT current_setting('transaction_read_only') = 'off'")]
    [InlineData("SET ROLE pg_read_all_data", "SELECT current_user = session_user")]
    public async Task Return_SettingChanged_IsUndoneForTheNextHolder(string sets, string isUndone)
    {
        var pools = BuildOne(reset);
        foreach (var road in Roads.All.Select(static row => row.Data))
        {
            await road.LeaveAsync(pools, sets);

            await using var next = await pools.Api.LeaseAsync(Ended);

            Assert.True(await next.Connection.ReadAsync(isUndone) == 1, $"{sets} was left by {road}.");
        }
    }

    [Theory]
    [InlineData("CREATE TEMPORARY TABLE scratch (id INT)")]
    [InlineData("PREPARE scratch AS SELECT 1")]
    [InlineData("DECLARE scratch CURSOR WITH HOLD FOR SELECT 1")]
    public async Task Return_NameTaken_IsFreeForTheNextHolder(string takes)
    {
        var pools = BuildOne(reset);
        foreach (var road in Roads.All.Select(static row => row.Data))
        {
            await road.LeaveAsync(pools, takes);
            await road.LeaveAsync(pools, takes);
        }

        await AtRestAsync(pools);
    }
}

public sealed class PostgreSqlFullTraceTests() : PostgreSqlTraceSpecification(ResetOnReturn.Full, withinSeconds: 5);

public sealed class PostgreSqlImmediateTraceTests()
    : PostgreSqlTraceSpecification(ResetOnReturn.Immediate, withinSeconds: 0);
