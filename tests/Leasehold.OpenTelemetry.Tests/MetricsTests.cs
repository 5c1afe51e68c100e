using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>Names, units and tags are those of the conventions, and the values those of what happened.</summary>
public sealed class MetricsTests
{
    private const string Pool = "db.client.connection.pool.name";

    /// <summary>
    /// What is exported. Source: OpenTelemetry semantic conventions, database client connection pool metrics, for the
    /// first four; the conventions' rules for names, units (UCUM) and counters for the rest.
    /// </summary>
    private static readonly Dictionary<string, (string Unit, MetricType Type, string Tags)> Expected
        = new(StringComparer.Ordinal)
    {
        ["db.client.connection.wait_time"] = ("s", MetricType.Histogram, Pool),
        ["db.client.connection.use_time"] = ("s", MetricType.Histogram, Pool),
        ["db.client.connection.timeouts"] = ("{timeout}", MetricType.LongSum, Pool),
        ["db.client.connection.pending_requests"] = ("{request}", MetricType.LongSumNonMonotonic, Pool),
        ["leasehold.leased"] = ("{connection}", MetricType.LongSumNonMonotonic, Pool),
        ["leasehold.overflow"] = ("{connection}", MetricType.LongSumNonMonotonic, Pool),
        ["leasehold.hold.time"] = ("s", MetricType.DoubleSum, $"{Pool} leasehold.hold.state"),
        ["leasehold.efficiency"] = ("1", MetricType.DoubleGauge, Pool),
        ["leasehold.guard.reports"] = ("{call}", MetricType.LongSum, Pool),
        ["leasehold.flight_records"] = ("{record}", MetricType.LongSum, ""),
        ["leasehold.over_budget"] = ("{lease}", MetricType.LongSum, Pool),
        ["leasehold.nested_acquires"] = ("{request}", MetricType.LongSum, Pool),
    };

    [Fact]
    public async Task Metrics_OfAScriptedScenario_AreAsTheConventionsAndTheScriptSay()
    {
        List<Metric> exported = [];
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddLeaseholdInstrumentation()
            .AddInMemoryExporter(exported)
            .Build();
        await using var scenario = new Scenario();
        await scenario.HoldAndWaitAsync();
        provider.ForceFlush();
        AssertConventions(exported, exceptFor: ["db.client.connection.timeouts", "leasehold.flight_records"]);
        var metrics = new Exported(exported, scenario.Pools.Api.Name);

        Assert.Equal((2, 6.0), metrics.Histogram("db.client.connection.wait_time"));
        Assert.Equal((2, 10.0), metrics.Histogram("db.client.connection.use_time"));
        Assert.Equal(2.0, metrics.Sum("leasehold.hold.time", "database"), 6);
        Assert.Equal(3.0, metrics.Sum("leasehold.hold.time", "external"), 6);
        Assert.Equal(5.0, metrics.Sum("leasehold.hold.time", "idle"), 6);
        Assert.Equal(0.2, metrics.Gauge("leasehold.efficiency"), 6);
        Assert.Equal(1, metrics.Count("leasehold.guard.reports"));
        Assert.Equal(1, metrics.Count("leasehold.nested_acquires"));
        Assert.Equal(0, metrics.Count("leasehold.leased"));
        Assert.Equal(0, metrics.Count("db.client.connection.pending_requests"));

        exported.Clear();
        await scenario.ExhaustAsync();
        provider.ForceFlush();

        AssertConventions(exported, exceptFor: []);
        Assert.Equal(1, new Exported(exported, scenario.Pools.Api.Name).Count("db.client.connection.timeouts"));
    }

    private static void AssertConventions(List<Metric> exported, string[] exceptFor)
    {
        var seen = exported.Where(static m => m.MeterName == "Leasehold").ToList();
        Assert.Equal(
            Expected.Keys.Except(exceptFor, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            seen.Select(static m => m.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        foreach (var metric in seen)
        {
            var (unit, type, tags) = Expected[metric.Name];
            Assert.Equal((metric.Name, unit, type), (metric.Name, metric.Unit, metric.MetricType));
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                Assert.Equal(tags, Exported.TagsOf(point));
                Assert.DoesNotContain(Scenario.Password, Exported.ValuesOf(point), StringComparison.Ordinal);
            }
        }
    }
}
