using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Leasehold.DependencyInjection;

/// <summary>
/// Lets each workload's pool be injected as a <see cref="DbDataSource"/>: by the workload's name, and behind the
/// database's where it has one, since an attribute takes no other key.
/// </summary>
internal static class WorkloadDataSources
{
    /// <summary>Adds them; a data source of the application's own by that key stays.</summary>
    /// <remarks>For the pools that the configuration names now: those that code adds later have no key.</remarks>
    public static void AddTo(IServiceCollection services, IConfigurationSection section, string? database)
    {
        var workloads = section.GetSection(nameof(LeaseholdOptions.Pools)).GetChildren()
            .Select(static pool => pool.Key)
            .Where(Workload.IsValidName)
            .Select(Workload.Named)
            .Union([Workload.Api, Workload.Background, Workload.Batch]);
        foreach (var workload in workloads)
        {
            services.TryAddKeyedSingleton<DbDataSource>(
                database is null ? NameOf(workload) : $"{database}/{NameOf(workload)}",
                (s, _) => (database is null
                    ? s.GetRequiredService<ConnectionPools>()
                    : s.GetRequiredKeyedService<ConnectionPools>(database))[workload]);
        }
    }

    // A standard workload's as it is written in code, whatever the case in the configuration.
    private static string NameOf(Workload workload)
        => new[] { Workload.Api, Workload.Background, Workload.Batch }.FirstOrDefault(workload.Equals)?.Name
            ?? workload.Name;
}
