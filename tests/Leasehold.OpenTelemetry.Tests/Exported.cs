using OpenTelemetry.Metrics;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>The exported values of one pool.</summary>
internal sealed class Exported(IReadOnlyList<Metric> metrics, string pool)
{
    public static string TagsOf(MetricPoint point)
    {
        var names = new List<string>();
        foreach (var tag in point.Tags)
        {
            names.Add(tag.Key);
        }

        return string.Join(' ', names);
    }

    public static string ValuesOf(MetricPoint point)
    {
        var values = new List<string>();
        foreach (var tag in point.Tags)
        {
            values.Add($"{tag.Value}");
        }

        return string.Join(' ', values);
    }

    public (long Count, double Sum) Histogram(string name)
    {
        var point = Point(name, null);
        return (point.GetHistogramCount(), Math.Round(point.GetHistogramSum(), 6));
    }

    public double Sum(string name, string state) => Point(name, state).GetSumDouble();

    public double Gauge(string name) => Point(name, null).GetGaugeLastValueDouble();

    public long Count(string name) => Point(name, null).GetSumLong();

    private MetricPoint Point(string name, string? state)
    {
        foreach (var metric in metrics.Where(metric => string.Equals(metric.Name, name, StringComparison.Ordinal)))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var values = ValuesOf(point).Split(' ');
                if (values.Contains(pool, StringComparer.Ordinal)
                    && (state is null || values.Contains(state, StringComparer.Ordinal)))
                {
                    return point;
                }
            }
        }

        throw new KeyNotFoundException($"{name} of {pool} was not exported.");
    }
}
