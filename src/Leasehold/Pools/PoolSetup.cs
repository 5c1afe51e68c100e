using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>What the pools of one database share when they are built.</summary>
internal sealed record PoolSetup(
    DatabaseProvider Provider,
    LeaseholdOptions Options,
    ServerBudget Budget,
    LeaseholdMetrics Metrics,
    TimeProvider Time,
    Random Random,
    ILogger Logger,
    ExternalCallGuard Guard,
    Attribution Attribution,
    Action<string> OnExhausted)
{
    public string ApplicationName => Options.ApplicationName;

    public DriverPool CreateDriverPool(string name, PoolOptions options, int max, bool keepsOpen)
    {
        // Drawn per data source, so that pools and instances that started together do not reconnect together.
        var recycle = options.Recycle * (0.9 + (0.2 * Random.NextDouble()));
        if (recycle > TimeSpan.Zero && recycle < TimeSpan.FromSeconds(1))
        {
            // The drivers take whole seconds, and zero would mean never.
            recycle = TimeSpan.FromSeconds(1);
        }

        return Provider.CreatePool(new DriverPoolSettings(name, max, keepsOpen, recycle, options, Options.Pooler));
    }
}
