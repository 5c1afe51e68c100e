using Leasehold.Durable;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Durable;

/// <summary>A durable operation is written in EF Core's transaction: with the context's rows, or not.</summary>
public abstract class DurableTransactionSpecification<TDatabase> : ContextSpecification<TDatabase>
    where TDatabase : ContextDatabase, new()
{
    private readonly DurableStart<int> _start = new(42);

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task AddAsync_InEfCoresTransaction_IsThereWhenThatCommits(bool commits, bool isGated)
    {
        await using var services = BuildDurable();
        var operations = services.GetRequiredService<DurableOperations>();
        await operations.EnsureSchemaAsync(Ended);
        await using (var context = isGated ? Create(services) : new ShopContext(Plain()))
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Ended);
            context.AddOrder("A-1");
            await context.SaveChangesAsync(Ended);
            await operations.AddAsync(
                transaction.GetDbTransaction(), services.GetRequiredService<Noted>(), _start, default, Ended);
            if (commits)
            {
                await transaction.CommitAsync(Ended);
            }
        }

        Assert.Equal(commits, await operations.FindAsync(_start.Id, Ended) is not null);
        await using var after = new ShopContext(Plain());
        Assert.Equal(commits ? 1 : 0, await after.Orders.CountAsync(Ended));
    }

    [Fact]
    public async Task AddAsync_TransactionOfAnotherDatabase_IsRefused()
    {
        await using var other = new TDatabase();
        await other.InitializeAsync();
        await using var services = BuildDurable();
        var operations = services.GetRequiredService<DurableOperations>();
        await operations.EnsureSchemaAsync(Ended);
        var options = new DbContextOptionsBuilder<ShopContext>();
        other.Use(options);
        await using var context = new ShopContext(options.Options);
        await context.Database.EnsureCreatedAsync(Ended);
        await using var transaction = await context.Database.BeginTransactionAsync(Ended);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => operations.AddAsync(
            transaction.GetDbTransaction(), services.GetRequiredService<Noted>(), _start, default, Ended));

        Assert.Contains("journal", refused.Message, StringComparison.Ordinal);
        Assert.Null(await operations.FindAsync(_start.Id, Ended));
    }

    [Fact]
    public async Task AddAsync_TransactionIsOver_IsRefused()
    {
        await using var services = BuildDurable();
        var operations = services.GetRequiredService<DurableOperations>();
        await operations.EnsureSchemaAsync(Ended);
        await using var context = Create(services);
        await using var transaction = await context.Database.BeginTransactionAsync(Ended);
        var ended = transaction.GetDbTransaction();
        await transaction.CommitAsync(Ended);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => operations.AddAsync(
            ended, services.GetRequiredService<Noted>(), _start, default, Ended));
    }

    private ServiceProvider BuildDurable()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<Noted>();
        services.AddDbContextFactory<ShopContext>(options => Database.Use(options));
        services.AddLeasehold(new ConfigurationBuilder().Build())
            .UseProvider(_ => Database.CreateProvider())
            .AddEntityFrameworkCore<ShopContext>()
            .AddDurable()
            .AddOperation<Noted>("noted");
        return services.BuildServiceProvider();
    }

    /// <summary>Never run here.</summary>
    internal sealed class Noted : DurableOperation<int, string, string>
    {
        public override Task<CallOutcome<string>> CallAsync(
            DurableCall<int> call, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public override Task<Reconciled<string>> ReconcileAsync(
            DurableCall<int> call, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public override Task<string> SaveAsync(
            Session session,
            DurableCall<int> call,
            CallOutcome<string> outcome,
            CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public override Task AbandonAsync(
            Session session, AbandonedCall<int> call, string reason, CancellationToken cancellationToken)
            => throw new NotSupportedException();
    }
}
