using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Somebody else holds the file exclusively: AcquireTimeout is the bound, no thread is blocked.</summary>
public sealed class SqliteHeldFileTests : RecoverySpecification<SqliteDatabase>
{
    private const int Callers = 8;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Lease_FileIsHeld_AllFailWithinAcquireTimeout()
    {
        var (pools, holder) = await BuildHeldAsync();
        await using var held = holder;
        var started = Stopwatch.GetTimestamp();

        // Called here, one after another: each call gives its task at once, whoever waits for the file.
        var callers = Enumerable.Range(0, Callers).Select(_ => UseAsync(pools.Api, Ended)).ToList();
        var called = Stopwatch.GetElapsedTime(started);
        var failures = await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), Ended);
        var took = Stopwatch.GetElapsedTime(started);

        Assert.InRange(called, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.All(failures, Assert.NotNull);
        await holder.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Session_FileIsHeld_AllFailWithinAcquireTimeout()
    {
        var (pools, holder) = await BuildHeldAsync();
        await using var held = holder;
        using var time = LoadedTime.Start();

        var failures = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Record.ExceptionAsync(
                () => Task.Run(() => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended))).AsTask()))
            .WaitAsync(TimeSpan.FromSeconds(60), Ended);

        time.AssertWithin(TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.All(failures, Assert.NotNull);
        await holder.DisposeAsync();
        await pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Session_AnotherProcessWrites_IsWaitedForWithoutAThread()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (Callers, Timeout));
        await WarmUpAsync(pools.Api, 1);
        await using var holder = new SqliteConnection($"{Database.ConnectionString};Pooling=False");
        await holder.OpenAsync(Ended);
        await holder.ExecuteAsync("BEGIN IMMEDIATE");
        using var time = LoadedTime.Start();

        // Readers are let in, so that it has a connection when it begins to write.
        var callers = Enumerable.Range(0, Callers).Select(_ => Record.ExceptionAsync(
            () => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended)).AsTask()).ToList();
        var called = time.Elapsed;
        var failures = await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        Assert.InRange(called, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        time.AssertWithin(TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.All(failures, Assert.NotNull);
        await holder.DisposeAsync();
        await pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended);
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task BlockingLease_FileIsHeld_AllFailWithinAcquireTimeout()
    {
        var (pools, holder) = await BuildHeldAsync();
        await using var held = holder;
        using var time = LoadedTime.Start();

        var failures = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => OnItsOwnThread(
                () => Record.Exception(() => pools.Api.Lease().Dispose()))))
            .WaitAsync(TimeSpan.FromSeconds(60), Ended);

        time.AssertWithin(TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.All(failures, Assert.NotNull);
        await holder.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Lease_FileIsHeldAndTheCallerCancels_EndsSoon()
    {
        var (pools, holder) = await BuildHeldAsync(TimeSpan.FromSeconds(10));
        await using var held = holder;
        using var changesItsMind = new CancellationTokenSource();
        var caller = Task.Run(async () => await pools.Api.LeaseAsync(changesItsMind.Token), Ended);
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 1, "it tries to open the file");
        using var time = LoadedTime.Start();

        await changesItsMind.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.WaitAsync(Patience, Ended));
        time.AssertWithin(TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        await holder.DisposeAsync();
        await AssertNothingLostAsync(pools.Api, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Lease_FileIsReleasedInTime_Works()
    {
        var (pools, holder) = await BuildHeldAsync(Patience);
        await using var held = holder;
        var caller = Task.Run(() => UseAsync(pools.Api, Ended), Ended);
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 1, "it tries to open the file");

        await holder.DisposeAsync();

        Assert.Null(await caller.WaitAsync(Patience, Ended));
        await AssertNothingLostAsync(pools.Api);
    }

    // A file without a write-ahead log: there a writer keeps the readers out as well. The driver would wait for it in
    // each call for as long as its own time-out says.
    private async Task<(ConnectionPools Pools, SqliteConnection Holder)> BuildHeldAsync(TimeSpan? timeout = null)
    {
        var file = Database.NewFile();
        var pools = Build(
            api => (api.Size, api.AcquireTimeout, api.PrePingBypass) = (Callers, timeout ?? Timeout, TimeSpan.Zero),
            connectionString: $"{file};Default Timeout=5");
        var holder = new SqliteConnection($"{file};Pooling=False");
        await holder.OpenAsync(Ended);
        await holder.ExecuteAsync("PRAGMA locking_mode = EXCLUSIVE");
        await holder.ExecuteAsync("BEGIN EXCLUSIVE");
        await holder.ExecuteAsync("CREATE TABLE held (id INT)");
        return (pools, holder);
    }

    // What it threw; null when it got a connection that works.
    private static Task<Exception?> UseAsync(ConnectionPool pool, CancellationToken cancellationToken)
        => Record.ExceptionAsync(async () =>
        {
            await using var lease = await pool.LeaseAsync(cancellationToken);
        }).AsTask();
}
