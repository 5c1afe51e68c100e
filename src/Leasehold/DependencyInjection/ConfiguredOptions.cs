using System.Diagnostics.CodeAnalysis;
using Leasehold.Providers;
using Leasehold.Workloads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Leasehold.DependencyInjection;

/// <summary>Reads one database's options from their section, and finds what is mistyped there.</summary>
/// <remarks>A misspelt setting would leave the default in force, unnoticed until the pool runs dry.</remarks>
internal static class ConfiguredOptions
{
    // Beside the options: what other packages read, and where an application may say which database it is.
    private static readonly string[] Beside = ["Guard", "Databases", "Durable", "Database"];

    // A further database has no guard and no databases of its own.
    private static readonly string[] BesideNamed = ["Durable", "Database"];

    private static readonly string[] Standard
        = [Workload.Api.Name, Workload.Background.Name, Workload.Batch.Name];

    /// <summary>Binds; what is wrong is added to the options' errors.</summary>
    public static void Bind(IConfigurationSection section, bool isNamed, LeaseholdOptions options)
    {
        options.AddStandardPools();
        if (isNamed)
        {
            Add(options, FindUnknown(section, BesideNamed));
            if (section.GetSection("Guard") is { } guard && guard.Exists())
            {
                options.ConfigurationErrors.Add(
                    $"{guard.Path} is not a setting. Did you mean Leasehold:Guard? It is one for all databases.");
            }
        }

        Add(options, SettingNames.FindUnknown(
            section.GetSection(nameof(LeaseholdOptions.FlightRecords)), Properties(typeof(FlightRecordOptions))));
        foreach (var pool in section.GetSection(nameof(LeaseholdOptions.Pools)).GetChildren())
        {
            if (SettingNames.FindMistyped(pool.Key, Standard) is { } meant)
            {
                options.ConfigurationErrors.Add(
                    $"{pool.Path} would be a workload of its own. Did you mean {meant}? A name that is one letter off "
                    + "a standard workload's is refused; choose another.");
            }

            options.Pools.TryAdd(
                pool.Key,
                Workload.IsValidName(pool.Key) ? PoolOptions.For(Workload.Named(pool.Key)) : new PoolOptions());
            Add(options, SettingNames.FindUnknown(pool, Properties(typeof(PoolOptions))));

            // Each by itself: the binder leaves out what it cannot read where it binds the values of a dictionary.
            pool.Bind(options.Pools[pool.Key]);
        }

        section.Bind(options);
    }

    /// <summary>Binds the guard's.</summary>
    /// <exception cref="OptionsValidationException">A setting is mistyped.</exception>
    public static void Bind(IConfigurationSection section, GuardOptions options)
    {
        var unknown = SettingNames.FindUnknown(section, Properties(typeof(GuardOptions))).ToList();
        if (unknown.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(GuardOptions), unknown);
        }

        section.Bind(options);
    }

    /// <summary>
    /// Finds what is mistyped in the first database's section, also where only others are registered, and databases
    /// that no registration has, but nearly.
    /// </summary>
    /// <remarks>Others may belong to a process that shares the configuration.</remarks>
    public static void CheckDatabases(
        IConfigurationSection root, IReadOnlyCollection<string> registered, LeaseholdOptions options)
    {
        Add(options, FindUnknown(root, Beside));
        foreach (var database in root.GetSection("Databases").GetChildren())
        {
            if (!registered.Contains(database.Key, StringComparer.OrdinalIgnoreCase)
                && SettingNames.FindMistyped(database.Key, registered) is { } meant)
            {
                options.ConfigurationErrors.Add(
                    $"{database.Path} is of no database that is registered. Did you mean {meant}? There are: "
                    + $"{string.Join(", ", registered)}.");
            }
        }
    }

    private static IEnumerable<string> FindUnknown(IConfigurationSection section, string[] beside)
        => SettingNames.FindUnknown(
            section,
            [.. Properties(typeof(LeaseholdOptions)), .. Properties(typeof(LeaseholdSettings)), .. beside],
            isShared: true);

    private static void Add(LeaseholdOptions options, IEnumerable<string> errors)
    {
        foreach (var error in errors)
        {
            options.ConfigurationErrors.Add(error);
        }
    }

    private static List<string> Properties(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
        => [.. type.GetProperties().Select(static property => property.Name)];
}
