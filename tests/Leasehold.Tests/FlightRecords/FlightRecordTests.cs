using System.Text.Json;
using Leasehold.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests;

public sealed class FlightRecordTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-flight-");
    private readonly ConnectionPools _pools;

    public FlightRecordTests()
    {
        var options = new LeaseholdOptions { ApplicationName = "flights" };
        options.AddStandardPools();
        var api = options.Pools[Workload.Api.Name];
        (api.Size, api.MaxOverflow, api.AcquireTimeout) = (1, 0, TimeSpan.FromSeconds(5));
        options.FlightRecords.Folder = Records;
        options.FlightRecords.MaxFiles = 2;
        _pools = new ConnectionPoolsBuilder(
            new SqliteProvider($"Data Source={Path.Combine(_folder.FullName, "flights.db")}"), options)
        {
            TimeProvider = _clock,
        }.Build();
    }

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private string Records => Path.Combine(_folder.FullName, "records");

    public async ValueTask DisposeAsync()
    {
        await _pools.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();

        // Records are written on another thread, and the last one may be on its way.
        Assert.True(SpinWait.SpinUntil(TryRemoveFolder, TimeSpan.FromSeconds(20)), "The folder can be removed.");
    }

    [Fact]
    public async Task Exhaustion_NamesHolderWaitersAndTheLastMinute()
    {
        using var flow = Flow.Begin("POST /videos", Workload.Api);
        await using var lease = await _pools.Api.LeaseAsync(Ended);
        using var call = _pools.Guard.Call("render.example");
        var late = LateAsync();
        Pass(halfSeconds: 6);
        var second = LateAsync();
        Pass(halfSeconds: 4);
        var exhausted = await Assert.ThrowsAsync<PoolExhaustedException>(() => late);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<PoolExhaustedException>(() => second);

        // Both in one incident: one record.
        var record = Assert.Single(_pools.FlightRecorder.Records);
        Assert.Equal(exhausted.Message, record.Reason);
        Assert.Contains("POST /videos holds 1 of the 1 leased connections", record.Reason, StringComparison.Ordinal);
        Assert.Contains("render.example", record.Reason, StringComparison.Ordinal);
        var holder = Assert.Single(record.Pools.Single(static p => p.Workload == "Api").Holders);
        Assert.Equal(("POST /videos", HolderActivity.ExternalCall), (holder.Flow, holder.Activity));
        var waiter = Assert.Single(record.Waiters);
        Assert.Equal(("GET /late", "Api", 2.0), (waiter.Endpoint, waiter.Workload, waiter.Waited.TotalSeconds));
        Assert.Equal([1, 1, 1, 1, 1], record.History["Api"].Select(static m => m.InUse).TakeLast(5));
        Assert.Equal(2, record.History["Api"].Max(static m => m.Waiting));

        async Task LateAsync()
        {
            using var waiting = Flow.Begin("GET /late", Workload.Api);
            await using var never = await _pools.Api.LeaseAsync(Ended);
        }
    }

    [Fact]
    public async Task Record_ByRequest_IsJsonAndAFileAndTheOldestFilesGo()
    {
        using var flow = Flow.Begin("GET /held", Workload.Api);
        await using var lease = await _pools.Api.LeaseAsync(Ended);
        _clock.Advance(TimeSpan.FromSeconds(1.5));

        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(_pools.FlightRecorder.Record("because").Id);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var newest = _pools.FlightRecorder.Records[0];
        Assert.Equal(ids[2], newest.Id);
        var json = JsonDocument.Parse(newest.ToJson()).RootElement;
        Assert.Equal("because", json.GetProperty("reason").GetString());
        var holder = json.GetProperty("pools").EnumerateArray()
            .Single(static p => p.GetProperty("workload").GetString() == "Api").GetProperty("holders")[0];
        Assert.Equal("database_or_idle", holder.GetProperty("activity").GetString());
        Assert.Equal(3.5, holder.GetProperty("held_for").GetDouble());
        string[] expected = [$"flight-{ids[1]}.json", $"flight-{ids[2]}.json"];
        Assert.True(SpinWait.SpinUntil(
            () => expected.SequenceEqual(Files(), StringComparer.Ordinal), TimeSpan.FromSeconds(20)), "two files");
        Assert.Equal(
            newest.ToJson(), await File.ReadAllTextAsync(Path.Combine(Records, expected[1]), Ended));
    }

    [Fact]
    public async Task Records_More_AreTheNewestTwenty()
    {
        for (var i = 0; i < 25; i++)
        {
            _pools.FlightRecorder.Record($"reason {i}");
        }

        var kept = _pools.FlightRecorder.Records;

        Assert.Equal((20, "reason 24", "reason 5"), (kept.Count, kept[0].Reason, kept[^1].Reason));
        await Task.CompletedTask;
    }

    [Fact]
    public void History_AfterTwoMinutes_IsTheLastSixtySeconds()
    {
        Pass(halfSeconds: 240);

        var moments = _pools.History.Read(Workload.Api);

        Assert.Equal(60, moments.Count);
        Assert.Equal(TimeSpan.FromSeconds(59), moments[^1].At - moments[0].At);
    }

    private bool TryRemoveFolder()
    {
        try
        {
            _folder.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // In small steps, as real time passes: a timer that is due meanwhile sees the time it is due at.
    private void Pass(int halfSeconds)
    {
        for (var i = 0; i < halfSeconds; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }
    }

    private IEnumerable<string> Files()
        => Directory.Exists(Records)
            ? Directory.GetFiles(Records, "*.json")
                .Select(static file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal)
            : [];
}
