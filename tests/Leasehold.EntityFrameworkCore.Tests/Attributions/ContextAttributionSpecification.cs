using System.Runtime.CompilerServices;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Attributions;

/// <summary>Who holds what, and where the time goes, when the commands are EF Core's.</summary>
public abstract class ContextAttributionSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    private const string File = "ContextAttributionSpecification.cs";

    /// <summary>A query of one number that takes the database a while.</summary>
    protected abstract string Slow { get; }

    /// <summary>The least that it takes.</summary>
    protected abstract TimeSpan Least { get; }

    [Fact]
    public async Task Read_OfACommandOfAContext_IsDatabaseTimeOfItsEndpoint()
    {
        var services = Build();
        using (Flow.Begin("GET /slow", Workload.Api))
        {
            await using var context = Create(services);
            await context.Database.SqlQueryRaw<long>(Slow).ToListAsync(Ended);
        }

        var usage = Assert.Single(PoolsOf(services).Attribution.Read());

        Assert.Equal(("GET /slow", "Api", 1), (usage.Endpoint, usage.Workload, usage.Leases));
        Assert.InRange(usage.Database, Least, usage.Held);
        Assert.Equal(TimeSpan.Zero, usage.External);
        Assert.Equal(usage.Database / usage.Held, usage.Efficiency!.Value, 6);
    }

    [Fact]
    public async Task Read_OfAContextThatCallsOutBetweenCommands_TellsThemApart()
    {
        var services = Build();
        var pools = PoolsOf(services);
        using (Flow.Begin("POST /orders", Workload.Api))
        {
            await using var context = Create(services);
            await using var transaction = await context.Database.BeginTransactionAsync(Ended);
            context.AddOrder("A-1");
            await context.SaveChangesAsync(Ended);
            using (pools.Guard.Call("smtp"))
            {
                var holder = Assert.Single(pools.Api.Snapshot().Holders);
                Assert.Matches(
                    @"^POST /orders \(ShopContext\), held \d+\.\d{3} s, in transaction, external call to smtp$",
                    holder.ToString());
            }

            await transaction.CommitAsync(Ended);
        }

        var usage = Assert.Single(pools.Attribution.Read());

        Assert.All([usage.Database, usage.External, usage.Idle], static t => Assert.True(t > TimeSpan.Zero, $"{t}"));
        var rest = usage.Held - usage.Database - usage.External - usage.Idle;
        Assert.InRange(rest.Duration(), TimeSpan.Zero, TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task Holder_OfAContextOnASession_IsNamedByItsLine()
    {
        var services = Build();
        using var flow = Flow.Begin("POST /orders", Workload.Api);
        var line = Here() + 1;
        await services.GetRequiredService<SessionContexts<ShopContext>>().InSessionAsync(
            async (context, token) =>
            {
                context.AddOrder("A-1");
                await context.SaveChangesAsync(token);

                var holder = Assert.Single(PoolsOf(services).Api.Snapshot().Holders);
                Assert.StartsWith(
                    $"POST /orders ({nameof(Holder_OfAContextOnASession_IsNamedByItsLine)}, {File}:{line}), held ",
                    holder.ToString(),
                    StringComparison.Ordinal);
                Assert.True(holder.InTransaction);
            },
            Ended);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}
