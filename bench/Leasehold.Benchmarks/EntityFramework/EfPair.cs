using Leasehold.Benchmarks.Databases;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Files;
using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Leasehold.Testing.Servers.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>
/// One database reached through EF Core three times, over the same settings: plain, with an application's own
/// interceptors, and leased.
/// </summary>
internal sealed class EfPair : IAsyncDisposable
{
    private readonly ConnectionPools _pools;
    private readonly Func<Task> _remove;

    private EfPair(
        DatabaseProvider provider,
        Action<DbContextOptionsBuilder<BenchContext>> use,
        IInterceptor[] own,
        Func<Task> remove)
    {
        _remove = remove;
        _pools = new ConnectionPoolsBuilder(
            provider, new LeaseholdOptions { ApplicationName = "bench", SharedOverflow = true }).Build();
        var plain = new DbContextOptionsBuilder<BenchContext>();
        use(plain);
        var intercepted = new DbContextOptionsBuilder<BenchContext>();
        use(intercepted);
        intercepted.AddInterceptors(own);
        var leased = new DbContextOptionsBuilder<BenchContext>();
        use(leased);
        leased.UseLeasehold(_pools);
        PlainOptions = plain.Options;
        Plain = new EfSide(plain.Options);
        Intercepted = new EfSide(intercepted.Options);
        Leasehold = new EfSide(leased.Options);
    }

    public EfSide Plain { get; }

    /// <summary>Plain, with interceptors as applications have them.</summary>
    public EfSide Intercepted { get; }

    public EfSide Leasehold { get; }

    private DbContextOptions<BenchContext> PlainOptions { get; }

    /// <summary>The pair, or why there is none here.</summary>
    public static async Task<(EfPair? Pair, string? Missing)> CreateAsync(string database)
    {
        if (string.Equals(database, "sqlite", StringComparison.Ordinal))
        {
            return (await Sqlite().PreparedAsync(), null);
        }

        var found = await TestServers.TryGetPostgreSqlAsync();
        return found.TryGet(out var server)
            ? (await (await PostgreSqlAsync(server)).PreparedAsync(), null)
            : (null, found.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        await _remove();
    }

    private static EfPair Sqlite()
    {
        var folder = new TemporaryFolder("leasehold-bench-");
        var text = $"Data Source={folder.File("ef.db")};Foreign Keys=True;Cache=Private";
        return new EfPair(
            new SqliteProvider(text),
            options => options.UseSqlite(text),
            [OwnInterceptors.Openings, OwnInterceptors.Commands],
            () =>
            {
                SqliteConnection.ClearAllPools();
                folder.Dispose();
                return Task.CompletedTask;
            });
    }

    private static async Task<EfPair> PostgreSqlAsync(IDatabaseEndpoint server)
    {
        var text = await server.CreateDatabaseAsync("bench_ef");
        var mapped = new MappedStrings();
        var provider = new PostgreSqlProvider(
            text, builder => mapped.Add(builder.ConnectionStringBuilder.ConnectionString));

        // Read after the pools were made: the plain side gets the settings that Leasehold made of its options.
        return new EfPair(
            provider,
            options => options.UseNpgsql(mapped.OfApi),
            [OwnInterceptors.Openings],
            () => server.DropDatabaseAsync(text));
    }

    private async Task<EfPair> PreparedAsync()
    {
        await using var context = new BenchContext(PlainOptions);
        await context.Database.EnsureCreatedAsync();
        context.Add(new BenchRow
        {
            Id = BenchRow.OnlyId,
            Name = "seven",
            Total = 12.5m,
            CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        });
        await context.SaveChangesAsync();
        return this;
    }
}
