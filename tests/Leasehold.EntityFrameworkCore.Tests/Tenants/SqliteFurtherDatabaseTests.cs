using Leasehold.LocalServers.Files;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.EntityFrameworkCore.Tests.Tenants;

/// <summary>Pools that are made when a connection to another database is shown to them.</summary>
public sealed class SqliteFurtherDatabaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new("lh-further-");
    private readonly FakeTimeProvider _time = new();
    private ConnectionPools? _pools;

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private ConnectionPools Pools => _pools!;

    public ValueTask InitializeAsync()
    {
        _pools = Build(2);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await Pools.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task PoolsFor_TheirOwnDatabase_AreThemselves()
    {
        Assert.Same(Pools, For("own"));
        await using var without = Build(0);
        using var connection = new SqliteConnection($"Data Source={_folder.File("a")}");
        Assert.Null(without.PoolsFor(connection));
        Assert.False(without.HasFurtherDatabases);
    }

    [Fact]
    public async Task PoolsFor_AnotherDatabase_LeaseThereAndStayTheSame()
    {
        var further = For("a");
        Assert.Same(further, For("a"));
        Assert.NotSame(further, For("b"));

        await using var lease = await further.Api.LeaseAsync(Ended);

        Assert.Equal(_folder.File("a"), lease.Connection.DataSource);
        Assert.Contains(Pools.Snapshot(), static pool => pool is { InUse: 0, OverflowInUse: 1 }
            && pool.Name.EndsWith("/Api@a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PoolsFor_NobodyAskedForLong_AreClosedUnlessInUse()
    {
        var (idle, busy) = (For("a"), For("b"));
        var lease = await busy.Api.LeaseAsync(Ended);

        _time.Advance(Idle / 2);
        _time.Advance(Idle / 2);

        await Assert.ThrowsAsync<PoolClosedException>(async () =>
        {
            while (true)
            {
                await using var closed = await idle.Api.LeaseAsync(Ended);
            }
        });
        Assert.NotSame(idle, For("a"));
        Assert.Same(busy, For("b"));
        await lease.DisposeAsync();
    }

    [Fact]
    public async Task PoolsFor_OneTooMany_TakesThePlaceOfTheIdlestOrIsRefused()
    {
        var (first, second) = (For("a"), For("b"));
        await using (await first.Api.LeaseAsync(Ended))
        await using (await second.Api.LeaseAsync(Ended))
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            var refused = Assert.Throws<InvalidOperationException>(() => For("c"));
            Assert.Contains("MaxFurtherDatabases", refused.Message, StringComparison.Ordinal);
        }

        Assert.Same(second, For("b"));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Same(second, For("b"));

        Assert.NotNull(For("c"));
        Assert.Same(second, For("b"));
    }

    [Fact]
    public void Build_BudgetLeavesThemNothing_IsRefused()
    {
        var options = new LeaseholdOptions { ApplicationName = "further", MaxFurtherDatabases = 1, Budget = 35 };

        var refused = Assert.Throws<OptionsValidationException>(
            () => new ConnectionPoolsBuilder(new SqliteProvider("Data Source=x"), options).Build());

        Assert.Contains("MaxFurtherDatabases", refused.Message, StringComparison.Ordinal);
    }

    private ConnectionPools For(string file)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(file)}");
        return Pools.PoolsFor(connection)!;
    }

    private ConnectionPools Build(int max)
        => new ConnectionPoolsBuilder(
            new SqliteProvider($"Data Source={_folder.File("own")}"),
            new LeaseholdOptions
            {
                ApplicationName = "further",
                MaxFurtherDatabases = max,
                FurtherDatabaseIdleTimeout = Idle,
            })
        {
            TimeProvider = _time,
        }.Build();
}
