using Leasehold.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.EntityFrameworkCore.Tests.Tenants;

/// <summary>Contexts that live longer than the pools of their database.</summary>
public sealed class PostgreSqlFurtherDatabaseTests : ContextSpecification<PostgreSqlContextDatabase>
{
    private readonly PostgreSqlContextDatabase _tenant = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _tenant.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tenant.DisposeAsync();
    }

    [Fact]
    public async Task Query_ItsPoolsWereClosedMeanwhile_AreMadeAnew()
    {
        var time = new FakeTimeProvider();
        var services = Build(
            all: static options => (options.Budget, options.MaxFurtherDatabases) = (6, 1),
            more: services => services.AddSingleton<TimeProvider>(time));
        await using var context = Create(services);
        context.Database.SetConnectionString(_tenant.ConnectionString);
        await context.Database.EnsureCreatedAsync(Ended);
        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        Assert.Equal(6, PoolsOf(services).Snapshot().Count);

        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(3, PoolsOf(services).Snapshot().Count);

        Assert.Equal(0, await context.Orders.CountAsync(Ended));
        Assert.Equal(6, PoolsOf(services).Snapshot().Count);
        AssertAtRest(services);
    }
}
