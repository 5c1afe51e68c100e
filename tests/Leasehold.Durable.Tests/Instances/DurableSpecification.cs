using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Instances;

/// <summary>A database, a table and a kind of the test's own; instances on them end with the test.</summary>
public abstract class DurableSpecification<TDatabase> : IAsyncLifetime
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>Bounds what must happen soon: far above what a busy machine takes, far below a hang.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static int s_kinds;
    private readonly List<Instance> _instances = [];

    protected TDatabase Database { get; } = new();

    /// <summary>Workers take only kinds they know, so tests that share a database do not meet.</summary>
    protected string Kind { get; } = $"charge-{Environment.ProcessId}-{Interlocked.Increment(ref s_kinds)}";

    protected string Table { get; private set; } = "";

    /// <summary>The journal, for a connection beside the pools.</summary>
    protected string JournalTable
        => Table.Contains('.', StringComparison.Ordinal) ? $"{Table.Split('.')[0]}.leasehold_operations"
            : "leasehold_operations";

    protected static CancellationToken Ended => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Table = await Database.CreateTableAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    /// <summary>An instance whose host runs: heartbeats and, unless told otherwise, a worker.</summary>
    /// <remarks>
    /// Where something is due already, build it and start it once its other side is played: it takes that at once.
    /// </remarks>
    protected async Task<Instance> StartAsync(
        Action<DurableOptions>? configure = null,
        Action<DurableBuilder>? more = null,
        string? connectionString = null)
    {
        var instance = Build(configure, more, connectionString);
        await instance.StartAsync();
        return instance;
    }

    /// <summary>An instance that writes the table but neither renews claims nor recovers: as if frozen.</summary>
    protected async Task<Instance> FrozenAsync(Action<DurableOptions>? configure = null)
    {
        var instance = Build(configure);
        await instance.Operations.EnsureSchemaAsync(Ended);
        return instance;
    }

    protected Instance Build(
        Action<DurableOptions>? configure = null,
        Action<DurableBuilder>? more = null,
        string? connectionString = null)
    {
        var instance = Instance.Build(Database, Kind, Table, configure, more, connectionString);
        _instances.Add(instance);
        return instance;
    }

    protected static void ShortClaim(DurableOptions options) => options.Claim = TimeSpan.FromMilliseconds(600);

    /// <summary>How many of the test's rows have that body.</summary>
    protected Task<long> CountAsync(string body)
        => Database.ReadAsync($"SELECT count(*) FROM {Table} WHERE body = '{body}'");

    /// <summary>How many of the test's operations are in that state.</summary>
    protected Task<long> CountAsync(DurableState state)
        => Database.ReadAsync(
            $"SELECT count(*) FROM {JournalTable} WHERE kind = '{Kind}' AND state = {(int)state}");

    protected Task CompletedAsync(int count, TimeSpan? bound = null)
        => Eventually.EqualAsync(count, () => CountAsync(DurableState.Completed), bound ?? Patience);
}
