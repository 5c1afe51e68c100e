using System.Data.Common;
using Leasehold.LocalServers.Poolers;
using Leasehold.PostgreSql;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Leasehold.Specification.Tests.Connecting;

/// <summary>Settings of a connection that a lease, or what stands before the server, cannot have.</summary>
public sealed class PostgreSqlSettingsTests : PoolSpecification<PostgreSqlDatabase>
{
    private enum Mood
    {
        Sad,
        Happy,
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_Multiplexing_IsRefusedByName(bool inString)
    {
        var text = Database.ConnectionString + (inString ? ";Multiplexing=true" : "");
        using var host = Host(
            text,
            source => source.ConnectionStringBuilder.Multiplexing |= !inString);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ended));

        Assert.Contains("Multiplexing", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Batch")]
    public async Task Start_PgBouncerTakesNoIdleInTransactionTimeout_IsRefusedByName(string workload)
    {
        await using var bouncer = await BouncerAsync();
        using var host = Host(
            bouncer.Through(Database.ConnectionString),
            settings: [($"Leasehold:Pools:{workload}:IdleInTransactionTimeout", "00:00:30")]);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.StartAsync(Ended).WaitAsync(Patience, Ended));

        Assert.Contains("IdleInTransactionTimeout", refused.Message, StringComparison.Ordinal);
        Assert.Contains("ALTER ROLE", refused.Message, StringComparison.Ordinal);
        Assert.IsType<DbException>(refused.InnerException?.GetBaseException(), exactMatch: false);
    }

    [Fact]
    public async Task Lease_PgBouncerInSessionMode_WorksAndIsReset()
    {
        await using var bouncer = await BouncerAsync();
        using var host = Host(bouncer.Through(Database.ConnectionString));
        await host.StartAsync(Ended);
        var pools = host.Services.GetRequiredService<ConnectionPools>();
        for (var turn = 0; turn < 3; turn++)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(-1, await lease.Connection.ReadAsync(Database.ReadVariable));
            await lease.Connection.ExecuteAsync(Database.SetVariable);
        }
    }

    [Fact]
    public async Task ReloadTypes_TypeMadeAfterTheStart_IsKnownToEveryWorkloadAndToOverflow()
    {
        var schema = $"types_{Guid.NewGuid():n}";
        await Database.ExecuteAsync($"CREATE SCHEMA {schema}");
        var pools = Build(
            api => (api.Size, api.MaxOverflow) = (1, 1),
            provider: new PostgreSqlProvider(
                Database.ConnectionString, source => source.MapEnum<Mood>($"{schema}.mood")));
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        await ReturnAsync(await LeaseAsync(pools.Batch, 1));
        await Database.ExecuteAsync($"CREATE TYPE {schema}.mood AS ENUM ('sad', 'happy')");

        await pools.ReloadTypesAsync(Ended);

        var leases = new List<ConnectionLease>();
        foreach (var pool in (ConnectionPool[])[pools.Api, pools.Api, pools.Background, pools.Batch])
        {
            var lease = await pool.LeaseAsync(Ended);
            leases.Add(lease);
            await using var command = (NpgsqlCommand)lease.Connection.CreateCommand();
            command.CommandText = "SELECT $1";
            command.Parameters.Add(new NpgsqlParameter<Mood> { TypedValue = Mood.Happy });
            Assert.Equal(Mood.Happy, await command.ExecuteScalarAsync(Ended));
        }

        await ReturnAsync(leases);
        await Database.ExecuteAsync($"DROP SCHEMA {schema} CASCADE");
    }

    [Fact]
    public async Task Clear_OfTheDatabase_ReachesEveryPool()
    {
        var pools = Build(static api => api.Size = 1);
        var before = await PhysicalAsync();

        pools.Clear();

        var after = await PhysicalAsync();
        Assert.Empty(before.Intersect(after));

        async Task<List<object>> PhysicalAsync()
            => [await PhysicalOfNextAsync(pools.Api),
                await PhysicalOfNextAsync(pools.Background),
                await PhysicalOfNextAsync(pools.Batch)];
    }

    private async Task<PgBouncer> BouncerAsync()
    {
        var found = await TestServers.TryStartPrivatePgBouncerAsync(
            Database.ConnectionString, new PgBouncerOptions { PoolMode = "session" }, Ended);
        Assert.SkipWhen(found.IsMissing, found.Reason);
        return found.Server;
    }

    private IHost Host(
        string connectionString,
        Action<NpgsqlDataSourceBuilder>? configure = null,
        params IReadOnlyList<(string Key, string Value)> settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(Logs);
        builder.Services.AddLeasehold(builder.Configuration).UsePostgreSql(connectionString, configure);
        return builder.Build();
    }
}
