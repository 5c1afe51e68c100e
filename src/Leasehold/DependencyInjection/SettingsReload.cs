using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Leasehold.DependencyInjection;

/// <summary>Has the pools of one database, and the guard, follow the configuration.</summary>
/// <remarks>
/// Not by IOptionsMonitor: it throws what is invalid at whoever reloads the configuration, and tells no listener.
/// </remarks>
internal static class SettingsReload
{
    /// <summary>Begins to follow; ends when disposed.</summary>
    public static IDisposable Follow(
        IServiceProvider services, IConfiguration configuration, string name, ConnectionPools pools)
        => ChangeToken.OnChange(configuration.GetReloadToken, () => Reload(services, name, pools));

    private static void Reload(IServiceProvider services, string name, ConnectionPools pools)
    {
        try
        {
            // Both are read before either is changed.
            var options = services.GetRequiredService<IOptionsFactory<LeaseholdOptions>>().Create(name);
            var guard = services.GetRequiredService<IOptionsFactory<GuardOptions>>().Create(Options.DefaultName);
            pools.Reload(options);
            services.GetRequiredService<ExternalCallGuard>().Apply(guard);
        }
        catch (ObjectDisposedException)
        {
            // The host has gone meanwhile.
        }
        catch (Exception exception)
        {
            Log.ReloadRefused(pools.Logger, exception.Message);
        }
    }
}
