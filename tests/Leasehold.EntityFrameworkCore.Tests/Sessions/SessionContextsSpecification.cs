using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Sessions;

/// <summary>Contexts on sessions.</summary>
public abstract class SessionContextsSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    [Fact]
    public async Task Create_OnASession_UsesItsConnectionAndTransaction()
    {
        var services = Build();
        await PoolsOf(services).InSessionAsync(
            async (session, token) =>
            {
                await using var context = Contexts(services).Create(session);
                Assert.Same(session.Connection, context.Database.GetDbConnection());
                Assert.Same(session.Transaction, context.Database.CurrentTransaction!.GetDbTransaction());
                context.AddOrder("A-1", 9.5m);
                context.AddOrder("A-2", 100m);
                await context.SaveChangesAsync(token);
                Assert.Equal(1, await context.Orders.CountAsync(order => order.Total > 10m, token));
            },
            Ended);

        Assert.Equal(2, await CountAsync());
        Assert.Equal(1, PoolsOf(services).Api.Snapshot().Leased);
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(Registration.Context)]
    [InlineData(Registration.Factory)]
    [InlineData(Registration.PooledFactory)]
    public async Task InSession_WorkThrows_RollsBack(Registration registration)
    {
        var services = Build(registration);

        await Assert.ThrowsAsync<NotSupportedException>(() => Contexts(services).InSessionAsync(
            async (context, token) =>
            {
                context.AddOrder("A-1");
                await context.SaveChangesAsync(token);
                throw new NotSupportedException();
            },
            Ended));

        Assert.Equal(0, await CountAsync());
        AssertAtRest(services);
    }

    [Fact]
    public async Task InSession_OneAfterAnother_ReusesTheContextWithNothingLeftInIt()
    {
        var services = Build();
        var seen = new HashSet<ShopContext>();
        for (var i = 0; i < 4; i++)
        {
            var known = await Contexts(services).InSessionAsync(
                Workload.Background,
                async (context, token) =>
                {
                    seen.Add(context);
                    var tracked = context.ChangeTracker.Entries().Count();
                    context.AddOrder($"A-{i}");
                    await context.SaveChangesAsync(token);
                    return tracked;
                },
                Ended);
            Assert.Equal(0, known);
        }

        Assert.Equal(Database is SqliteContextDatabase ? 4 : 1, seen.Count); // SQLite's cannot be reused
        Assert.Equal(4, await CountAsync());
        Assert.Equal(4, PoolsOf(services).Background.Snapshot().Leased);
        AssertAtRest(services);
    }

    [Fact]
    public async Task InSession_ProviderRetries_RunsTheWholeSessionAgain()
    {
        var services = Build(retries: true);
        var attempts = 0;

        var run = Contexts(services).InSessionAsync(
            async (context, token) =>
            {
                context.AddOrder("A-1");
                await context.SaveChangesAsync(token);
                return ++attempts == 1 ? throw new TimeoutException("once") : attempts;
            },
            Ended);

        if (Database is SqliteContextDatabase)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => run); // its provider has no retries
        }
        else
        {
            Assert.Equal(2, await run);
        }

        Assert.Equal(attempts - 1, await CountAsync());
        AssertAtRest(services);
    }

    private static SessionContexts<ShopContext> Contexts(IServiceProvider services)
        => services.GetRequiredService<SessionContexts<ShopContext>>();

    private async Task<int> CountAsync()
    {
        await using var context = new ShopContext(Plain());
        return await context.Orders.CountAsync(Ended);
    }
}
