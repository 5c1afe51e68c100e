using System.Data.Common;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>Connections that the server ended.</summary>
public sealed class PostgreSqlHealthTests : ContextSpecification<PostgreSqlContextDatabase>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_IdleConnectionsWereKilled_ChecksAndReplacesThem(bool asynchronously)
    {
        var services = Build(all: static o => o.Pools["Api"].PrePingBypass = TimeSpan.Zero);
        await using var context = Create(services);
        await context.Orders.CountAsync(Ended);
        await Database.KillAllAsync();

        Assert.Equal(0, asynchronously ? await context.Orders.CountAsync(Ended) : context.Orders.Count());
        AssertAtRest(services);
    }

    [Fact]
    public async Task Command_ConnectionKilledWhileHeld_FreesWhenTheContextEnds()
    {
        var services = Build();
        await using (var context = Create(services))
        {
            await context.Database.OpenConnectionAsync(Ended);
            await Database.KillAllAsync();
            var failure = await Record.ExceptionAsync(() => context.Orders.CountAsync(Ended));
            Assert.NotNull(failure as DbException ?? failure?.InnerException as DbException);
        }

        AssertAtRest(services);
        await using var another = Create(services);
        Assert.Equal(0, await another.Orders.CountAsync(Ended));
        AssertAtRest(services);
    }

    [Fact]
    public async Task SaveChanges_ProviderRetries_WorksGated()
    {
        var services = Build(retries: true);
        await using var context = Create(services);
        var added = await context.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(token);
                context.AddOrder("A-1");
                var saved = await context.SaveChangesAsync(token);
                await transaction.CommitAsync(token);
                return saved;
            },
            Ended);

        Assert.Equal(1, added);
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_PoolFullAndTheProviderRetries_IsTriedAgain(bool asynchronously)
    {
        var services = Build(retries: true, all: static o => o.Pools["Api"].MaxWaiters = 0);
        var api = PoolsOf(services).Api;
        await using var context = Create(services);
        Task<int> counting;
        await using (await api.LeaseAsync(Ended))
        {
            counting = Task.Run(
                async () => asynchronously ? await context.Orders.CountAsync(Ended) : context.Orders.Count(), Ended);
            while (api.Snapshot(0).Refused == 0 && !counting.IsCompleted)
            {
                await Task.Yield();
            }
        }

        Assert.Equal(0, await counting.WaitAsync(Patience, Ended));
        AssertAtRest(services);
    }
}
