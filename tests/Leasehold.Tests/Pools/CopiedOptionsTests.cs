using Leasehold.Providers;
using Leasehold.Sqlite;

namespace Leasehold.Tests.Pools;

/// <summary>
/// What the pools are built from is theirs: a later change of an object has no effect, not even half-way.
/// </summary>
public sealed class CopiedOptionsTests
{
    private readonly SqliteProvider _provider = new("Data Source=never-opened.db");

    [Fact]
    public async Task PoolOptions_ChangedAfterBuilding_ChangeNothing()
    {
        var options = new LeaseholdOptions();
        options.Pools["Api"] = new PoolOptions { Size = 1, AcquireTimeout = TimeSpan.FromSeconds(7) };
        await using var pools = new ConnectionPoolsBuilder(_provider, options).Build();

        options.Pools["Api"].Size = 9;
        options.Pools["Api"].AcquireTimeout = TimeSpan.FromSeconds(1);
        options.Pools["Api"].PrePingTimeout = TimeSpan.FromSeconds(1);

        Assert.Equal(1, pools.Api.Snapshot().Size);
        Assert.Equal(7, pools.Api.CreateConnection().ConnectionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), pools.Api.Core.Options.PrePingTimeout);
    }

    [Fact]
    public async Task LeaseholdOptions_ChangedAfterBuilding_ChangeNothing()
    {
        var options = new LeaseholdOptions { Replicas = 3 };
        await using var pools = new ConnectionPoolsBuilder(_provider, options).Build();

        options.Replicas = 1000;
        options.BudgetCheck = BudgetCheck.Fail;
        options.Pools["Late"] = new PoolOptions();

        Assert.Equal((3, BudgetCheck.Warn), (pools.Options.Replicas, pools.Options.BudgetCheck));
        Assert.False(pools.Options.Pools.ContainsKey("Late"));
    }

    [Fact]
    public async Task FlightRecordOptions_ChangedAfterBuilding_ChangeNothing()
    {
        var options = new LeaseholdOptions { FlightRecords = { MaxFiles = 5 } };
        await using var pools = new ConnectionPoolsBuilder(_provider, options).Build();

        options.FlightRecords.MaxFiles = 0;
        options.FlightRecords.Folder = "/nowhere";

        Assert.Equal((5, null), (pools.Options.FlightRecords.MaxFiles, pools.Options.FlightRecords.Folder));
    }

    [Fact]
    public void GuardOptions_ChangedAfterMaking_ChangeNothing()
    {
        var options = new GuardOptions { Mode = GuardMode.Throw };
        var guard = new ExternalCallGuard(options);

        options.Mode = GuardMode.Off;

        Assert.Equal(GuardMode.Throw, guard.Mode);
    }

    [Fact]
    public async Task Build_WithOptionsOfSomeoneElse_LeavesThemAsTheyWere()
    {
        var options = new LeaseholdOptions();
        await using var pools = new ConnectionPoolsBuilder(_provider, options).Build();

        Assert.Empty(options.Pools);
        Assert.Equal(3, pools.All.Count);
    }

    /// <summary>An adapter may look at its settings again at any time, as MySQL's does when it clears.</summary>
    [Fact]
    public async Task DriverPoolSettings_OptionsChangedAfterBuilding_AreAsTheyWere()
    {
        var options = new LeaseholdOptions();
        options.Pools["Api"] = new PoolOptions { ConnectTimeout = TimeSpan.FromSeconds(7) };
        var settings = new List<DriverPoolSettings>();
        await using var pools = new ConnectionPoolsBuilder(new RecordingProvider(_provider, settings), options).Build();

        options.Pools["Api"].ConnectTimeout = TimeSpan.FromSeconds(1);

        Assert.Equal(
            TimeSpan.FromSeconds(7),
            settings.First(s => s.ApplicationName == pools.Api.Name).Options.ConnectTimeout);
    }
}
