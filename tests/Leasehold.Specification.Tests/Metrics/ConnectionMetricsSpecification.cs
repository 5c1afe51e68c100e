using System.Diagnostics.Metrics;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Metrics;

/// <summary>With the option on, the pools speak the conventions' words for pools of database connections.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions, database client metrics, "Connection pools".</remarks>
public abstract class ConnectionMetricsSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const string State = "db.client.connection.state";

    private static readonly Dictionary<string, (string Unit, Type Kind)> Conventions = new(StringComparer.Ordinal)
    {
        ["db.client.connection.count"] = ("{connection}", typeof(ObservableUpDownCounter<int>)),
        ["db.client.connection.idle.max"] = ("{connection}", typeof(ObservableUpDownCounter<int>)),
        ["db.client.connection.idle.min"] = ("{connection}", typeof(ObservableUpDownCounter<int>)),
        ["db.client.connection.max"] = ("{connection}", typeof(ObservableUpDownCounter<int>)),
        ["db.client.connection.pending_requests"] = ("{request}", typeof(ObservableUpDownCounter<int>)),
        ["db.client.connection.timeouts"] = ("{timeout}", typeof(Counter<long>)),
        ["db.client.connection.create_time"] = ("s", typeof(Histogram<double>)),
        ["db.client.connection.wait_time"] = ("s", typeof(Histogram<double>)),
        ["db.client.connection.use_time"] = ("s", typeof(Histogram<double>)),
    };

    /// <summary>The tags that every one of them has, in order.</summary>
    protected abstract IEnumerable<KeyValuePair<string, object?>> Common { get; }

    [Fact]
    public async Task Metrics_ByChoice_AreThoseOfTheConventions()
    {
        using var measured = new Measured();
        var pools = Build(BoundedApi, static all => all.ConnectionMetrics = true);
        var name = pools.Api.Name;
        await RunShortAsync(pools);
        measured.Read();

        foreach (var (instrument, (unit, kind)) in Conventions)
        {
            var seen = measured.Of(instrument, name);
            Assert.True(seen.Count > 0, instrument);
            foreach (var measurement in seen)
            {
                Assert.Equal((instrument, unit, kind), (
                    measurement.Instrument.Name, measurement.Instrument.Unit, measurement.Instrument.GetType()));
                Assert.Equal(
                    [new("db.client.connection.pool.name", name), .. Common],
                    measurement.Tags.Where(static tag => tag.Key != State));
            }
        }

        Assert.Equal("idle used", Joined(
            measured.Of("db.client.connection.count", name)
                .Select(static m => $"{m.Tags.Single(static t => t.Key == State).Value}")));
    }

    [Fact]
    public async Task Metrics_ByChoice_CountWhatHappens()
    {
        using var measured = new Measured();
        var pools = Build(BoundedApi, static all => all.ConnectionMetrics = true);
        var name = pools.Api.Name;
        await ReturnAsync(await LeaseAsync(pools.Api, 2));
        await using (await TouchedLeaseAsync(pools.Api))
        {
            measured.Read();
        }

        Assert.Equal(1, Assert.Single(measured.Of("db.client.connection.count", name, "used")).Value);
        Assert.Equal(1, Assert.Single(measured.Of("db.client.connection.count", name, "idle")).Value);
        Assert.Equal(3, Assert.Single(measured.Of("db.client.connection.max", name)).Value);
        Assert.Equal(2, Assert.Single(measured.Of("db.client.connection.idle.max", name)).Value);
        Assert.Equal(0, Assert.Single(measured.Of("db.client.connection.idle.min", name)).Value);
        Assert.Equal(0, Assert.Single(measured.Of("db.client.connection.pending_requests", name)).Value);

        // Two were made, and the third lease found one of them.
        Assert.Equal(2, measured.Of("db.client.connection.create_time", name).Count);
        Assert.Equal(3, measured.Of("db.client.connection.use_time", name).Count);

        pools.Api.Clear();
        measured.Read();
        Assert.Equal(0, measured.Of("db.client.connection.count", name, "idle")[^1].Value);

        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        measured.Read();
        Assert.Equal(3, measured.Of("db.client.connection.create_time", name).Count);
        Assert.Equal(1, measured.Of("db.client.connection.count", name, "idle")[^1].Value);
    }

    [Fact]
    public async Task Metrics_WithoutChoice_AreThoseThatNoDriverHas()
    {
        using var measured = new Measured();
        var pools = Build(BoundedApi);
        await RunShortAsync(pools);
        measured.Read();

        Assert.Equal(
            "db.client.connection.pending_requests db.client.connection.timeouts db.client.connection.use_time "
                + "db.client.connection.wait_time",
            Joined(measured.All
                .Where(m => m.Meter == "Leasehold"
                    && m.Instrument.Name.StartsWith("db.", StringComparison.Ordinal)
                    && m.Tags.Contains(new("db.client.connection.pool.name", pools.Api.Name)))
                .Select(static m => m.Instrument.Name)));
        Assert.All(
            measured.Of("db.client.connection.wait_time", pools.Api.Name),
            static m => Assert.Equal("db.client.connection.pool.name", m.TagNames));
    }

    private static string Joined(IEnumerable<string> names)
        => string.Join(' ', names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static void BoundedApi(PoolOptions api) => (api.MaxOverflow, api.AcquireTimeout) = (1, Patience);

    /// <summary>Every place is leased, and one more waits in vain.</summary>
    private async Task RunShortAsync(ConnectionPools pools)
    {
        var held = await LeaseAsync(pools.Api, 3);
        await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.InSessionAsync(
            new SessionOptions { AcquireTimeout = TimeSpan.FromMilliseconds(50) },
            static (_, _) => Task.CompletedTask,
            Ended));
        await ReturnAsync(held);
    }
}
