using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Leasehold.Testing.Servers.Databases;
using Leasehold.Testing.Servers.Network;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leasehold.EntityFrameworkCore.Tests.Tenants;

/// <summary>A database for each tenant, all of them on one server, within one budget of connections.</summary>
public sealed class PostgreSqlTenantTests : ContextSpecification<PostgreSqlContextDatabase>
{
    private const int Tenants = 40;
    private const int Budget = 30;
    private const int Rounds = 4;
    private string[] _tenants = [];

    private string Own => DatabaseOf(Database.ConnectionString);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _tenants = [.. Enumerable.Range(0, Tenants).Select(i => $"{Own}_{i}")];
        await ExecuteAsync(tenant => $"CREATE DATABASE {tenant} TEMPLATE {Own}");
    }

    public override async ValueTask DisposeAsync()
    {
        // Each takes the server a second, and a server that was started for the tests ends with them.
        if (Environment.GetEnvironmentVariable(TestServers.PostgreSqlVariable) is { Length: > 0 })
        {
            await ExecuteAsync(static tenant => $"DROP DATABASE IF EXISTS {tenant} WITH (FORCE)");
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task SaveChanges_FortyTenants_EveryRowInItsOwnDatabaseAndNeverMoreConnectionsThanTheBudget()
    {
        await using var proxy = TcpProxy.Start(new NpgsqlConnectionStringBuilder(Database.ConnectionString).Port);
        var services = Build(
            Registration.PooledFactory,
            static options =>
            {
                options.Budget = Budget;
                options.MaxFurtherDatabases = Tenants;
                foreach (var pool in options.Pools.Values)
                {
                    (pool.MaxOverflow, pool.AcquireTimeout) = (10, TimeSpan.FromMinutes(2));
                }
            },
            connectionString: Of(Own, proxy.Port));
        await Task.WhenAll(Enumerable.Range(0, Tenants * Rounds).Select(i => Task.Run(
            () => WriteAsync(services, Of(_tenants[i % Tenants], proxy.Port)), Ended)));

        Assert.InRange(proxy.MostOpen, 1, Budget);
        foreach (var tenant in _tenants)
        {
            await using var context = new ShopContext(
                new DbContextOptionsBuilder<ShopContext>().UseNpgsql(Of(tenant)).Options);
            var numbers = await context.Orders.Select(static order => order.Number).ToListAsync(Ended);
            Assert.Equal(Rounds, numbers.Count);
            Assert.All(numbers, number => Assert.Equal(tenant, number));
        }

        AssertAtRest(services);
        Assert.Contains(
            PoolsOf(services).Snapshot(), pool => pool.Name.EndsWith($"/Api@{_tenants[0]}", StringComparison.Ordinal));
    }

    // Contexts of the pool go from tenant to tenant, as they come.
    private static async Task WriteAsync(IServiceProvider services, string tenant)
    {
        await using var context = Create(services);
        context.Database.SetConnectionString(tenant);
        context.AddOrder(DatabaseOf(tenant));
        await context.SaveChangesAsync(Ended);
        var id = context.Orders.Local.Single().Id;

        // EF Core makes this command before it opens. One row: two that write all rows can block each other.
        await context.Database.ExecuteSqlAsync(
            $"""UPDATE "Orders" SET "Total" = "Total" + 1 WHERE "Id" = {id}""", Ended);
    }

    private static string DatabaseOf(string text) => new NpgsqlConnectionStringBuilder(text).Database!;

    private string Of(string database, int? proxy = null)
    {
        var text = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Database = database };
        if (proxy is { } port)
        {
            (text.Host, text.Port) = ("127.0.0.1", port);
        }
        else
        {
            text.Pooling = false;
        }

        return text.ConnectionString;
    }

    private async Task ExecuteAsync(Func<string, string> sql)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(Of("postgres"));
        await connection.OpenAsync(Ended);
        foreach (var tenant in _tenants)
        {
            await using var command = new NpgsqlCommand(sql(tenant), connection) { CommandTimeout = 120 };
            await command.ExecuteNonQueryAsync(Ended);
        }
    }
}
