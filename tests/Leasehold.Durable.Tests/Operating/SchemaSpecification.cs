using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

/// <summary>A table that is there already: an older journal's, or somebody else's.</summary>
public abstract class SchemaSpecification<TDatabase> : DurableSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await FrozenAsync(); // so that there is a table to drop
        await Database.ExecuteAsync($"DROP TABLE {JournalTable}");
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Database.ExecuteAsync($"DROP TABLE {JournalTable}");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Start_TableOfTheFirstShape_IsMigratedAndItsRowsGoOn()
    {
        foreach (var statement in FirstShape)
        {
            await Database.ExecuteAsync(
                statement.Replace("leasehold_operations (", $"{JournalTable} (", StringComparison.Ordinal));
        }

        await Database.ExecuteAsync(
            $"INSERT INTO {JournalTable} (id, kind, state, attempt, epoch, due_us, prepared_us, args) VALUES "
            + $"('{Guid.NewGuid():D}', '{Kind}', 0, 0, 0, 0, 0, '{{\"row\":1}}')");
        await Database.ExecuteAsync($"INSERT INTO {Table} (id, body) VALUES (1, 'pending')");

        var instance = await StartAsync();

        await CompletedAsync(1);
        Assert.Equal(1, await CountAsync("paid"));
        var run = await instance.RunAsync(2);
        Assert.True(run.IsCompleted);
        Assert.Null((await instance.Operations.FindAsync(run.Id, Ended))!.Progress); // with the columns added since
    }

    [Fact]
    public async Task Start_TableOfAStranger_IsRefusedByNameAndLeftAsItIs()
    {
        await Database.ExecuteAsync($"CREATE TABLE {JournalTable} (id INT PRIMARY KEY, kind VARCHAR(10))");
        var instance = Build();

        var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(instance.StartAsync);

        Assert.Contains("leasehold_operations", refused.Message, StringComparison.Ordinal);
        Assert.Contains("due_us", refused.Message, StringComparison.Ordinal);
        await Database.ExecuteAsync($"INSERT INTO {JournalTable} VALUES (1, 'own')");
    }

    [Fact]
    public async Task Start_AfterSomethingElse_LooksAtNoTableBeforeAndWorksThen()
    {
        await Database.ExecuteAsync($"CREATE TABLE {JournalTable} (id INT PRIMARY KEY, kind VARCHAR(10))");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var instance = Build(more: durable => durable.StartAfter(_ => ready.Task));

        await instance.StartAsync(); // it would be refused, had it looked
        await Database.ExecuteAsync($"DROP TABLE {JournalTable}");
        ready.SetResult();

        await instance.Operations.EnsureSchemaAsync(Ended);
        await instance.AddAsync(1, 1);
        await CompletedAsync(1);
    }

    /// <summary>The statements that made the table first.</summary>
    protected abstract IReadOnlyList<string> FirstShape { get; }
}
