using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A pool given to EF Core's provider as the data source that it is: <c>UseNpgsql(pools.Api)</c>.</summary>
public sealed class PostgreSqlPoolAsDataSourceTests : ContextSpecification<PostgreSqlContextDatabase>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveChanges_OnAPool_LeasesAndReturns(bool asynchronously)
    {
        var services = Build();
        await using (var context = Of(services))
        {
            context.AddOrder("A-1", 9.5m);
            _ = asynchronously ? await context.SaveChangesAsync(Ended) : context.SaveChanges();
            await using (var transaction = await context.Database.BeginTransactionAsync(Ended))
            {
                context.AddOrder("A-2", 100m);
                await context.SaveChangesAsync(Ended);
                await transaction.CommitAsync(Ended);
            }

            Assert.Equal("A-2", (await context.Orders.SingleAsync(order => order.Total > 10m, Ended)).Number);
            Assert.Equal(2, await context.Database.ExecuteSqlAsync($"""UPDATE "Orders" SET "Total" = 1""", Ended));
        }

        Assert.True(PoolsOf(services).Api.Snapshot().Leased >= 4);
        AssertAtRest(services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migrate_OnAPool_Works(bool asynchronously)
    {
        var services = Build();
        await using (var context = Of(services))
        {
            if (asynchronously)
            {
                await context.Database.MigrateAsync(Ended);
            }
            else
            {
                context.Database.Migrate();
            }

            var applied = await context.Database.GetAppliedMigrationsAsync(Ended);
            Assert.Equal("20260101000000_Notes", Assert.Single(applied));
            var notes = context.Database.SqlQuery<int>($"""SELECT id AS "Value" FROM notes""");
            Assert.Equal(0, await notes.CountAsync(Ended));
        }

        AssertAtRest(services);
    }

    [Fact]
    public async Task Migrate_Gated_WorksAndTheServersSessionsAreReturned()
    {
        var services = Build(context: static options => options.ConfigureWarnings(
            static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        await using (var context = Create(services))
        {
            await context.Database.MigrateAsync(Ended);
            Assert.Empty(await context.Database.GetPendingMigrationsAsync(Ended));
        }

        AssertAtRest(services);
    }

    private static ShopContext Of(IServiceProvider services)
        => new(new DbContextOptionsBuilder<ShopContext>()
            .UseNpgsql(PoolsOf(services).Api)
            .ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);

    /// <summary>One migration beside the model, whose tables the tests make without any.</summary>
    [DbContext(typeof(ShopContext))]
    [Migration("20260101000000_Notes")]
    internal sealed class Notes : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
            => migrationBuilder.Sql("CREATE TABLE notes (id INT PRIMARY KEY)");
    }
}
