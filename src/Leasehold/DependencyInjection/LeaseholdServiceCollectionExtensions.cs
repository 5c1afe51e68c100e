using System.Diagnostics.Metrics;
using Leasehold.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>Registers Leasehold.</summary>
public static class LeaseholdServiceCollectionExtensions
{
    private const string Section = "Leasehold";

    /// <summary>
    /// Adds the pools of the application's database, bound from <c>Leasehold</c> and validated at start-up.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="configure">Changes after binding.</param>
    public static LeaseholdBuilder AddLeasehold(
        this IServiceCollection services, IConfiguration configuration, Action<LeaseholdOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, Options.DefaultName, configuration, Section, configure);
        services.TryAddSingleton(static s => Build(s, null));
        services.TryAddSingleton(static s => new StagedOperations(
            s.GetRequiredService<ConnectionPools>(),
            s.GetService<IHostApplicationLifetime>(),
            s.GetService<TimeProvider>()));
        services.AddHostedService(static s => new ServerLimits(s.GetRequiredService<ConnectionPools>()));
        return new LeaseholdBuilder(services, null);
    }

    /// <summary>Adds the pools of a further database, bound from <c>Leasehold:Databases:{name}</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">
    /// Its name: the key to resolve <see cref="ConnectionPools"/> and <see cref="StagedOperations"/> by.
    /// </param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="configure">Changes after binding.</param>
    public static LeaseholdBuilder AddLeasehold(
        this IServiceCollection services,
        string name,
        IConfiguration configuration,
        Action<LeaseholdOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, name, configuration, $"{Section}:Databases:{name}", configure);
        services.AddKeyedSingleton(name, static (s, key) => Build(s, (string?)key));
        services.AddKeyedSingleton(name, static (s, key) => new StagedOperations(
            s.GetRequiredKeyedService<ConnectionPools>(key),
            s.GetService<IHostApplicationLifetime>(),
            s.GetService<TimeProvider>()));
        services.AddSingleton<IHostedService>(s => new ServerLimits(s.GetRequiredKeyedService<ConnectionPools>(name)));
        return new LeaseholdBuilder(services, name);
    }

    private static void Bind(
        IServiceCollection services,
        string name,
        IConfiguration configuration,
        string path,
        Action<LeaseholdOptions>? configure)
    {
        AddGuard(services, configuration);
        var section = configuration.GetSection(path);
        services.AddOptions<LeaseholdOptions>(name)
            .Configure(options =>
            {
                Bind(section, options);
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<LeaseholdOptions>>(new NamedValidator(name, path));
    }

    // One for all databases: a flow that holds a connection of either must not call out.
    private static void AddGuard(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(static s => s.ServiceType == typeof(ExternalCallGuard)))
        {
            return;
        }

        services.AddOptions<GuardOptions>()
            .Bind(
                configuration.GetSection($"{Section}:Guard"),
                static binder => binder.ErrorOnUnknownConfiguration = true)
            .PostConfigure<IServiceProvider>(static (options, services) => options.Mode
                ??= services.GetService<IHostEnvironment>()?.IsDevelopment() == true ? GuardMode.Throw : GuardMode.Log)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GuardOptions>, GuardOptionsValidator>();
        services.AddSingleton(static s => new ExternalCallGuard(
            s.GetRequiredService<IOptions<GuardOptions>>().Value,
            s.GetService<ILoggerFactory>(),
            s.GetService<TimeProvider>()));
    }

    private static void Bind(IConfigurationSection section, LeaseholdOptions options)
    {
        options.AddStandardPools();
        var pools = section.GetSection(nameof(LeaseholdOptions.Pools));
        foreach (var pool in pools.GetChildren())
        {
            options.Pools.TryAdd(pool.Key, new PoolOptions());
            RejectUnknownSettings(pool, options);

            // Each by itself: the binder leaves out what it cannot read where it binds the values of a dictionary.
            pool.Bind(options.Pools[pool.Key]);
        }

        section.Bind(options);
    }

    // A misspelt setting would leave the default in force, and nobody would know until the pool runs dry.
    private static void RejectUnknownSettings(IConfigurationSection pool, LeaseholdOptions options)
    {
        var known = typeof(PoolOptions).GetProperties().Select(static p => p.Name).ToList();
        foreach (var setting in pool.GetChildren())
        {
            if (!known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            {
                options.ConfigurationErrors.Add(
                    $"{setting.Path} is not a setting. A pool has: {string.Join(", ", known)}.");
            }
        }
    }

    private static ConnectionPools Build(IServiceProvider services, string? name)
    {
        var provider = name is null
            ? services.GetService<DatabaseProvider>()
            : services.GetKeyedService<DatabaseProvider>(name);
        return new ConnectionPools(
            provider ?? throw new InvalidOperationException(
                "No database was chosen. After AddLeasehold call UsePostgreSql, UseMySql or UseSqlite."),
            services.GetRequiredService<IOptionsMonitor<LeaseholdOptions>>().Get(name ?? Options.DefaultName),
            services.GetService<ILoggerFactory>(),
            services.GetService<IMeterFactory>(),
            services.GetService<TimeProvider>(),
            services.GetRequiredService<ExternalCallGuard>());
    }

    private sealed class NamedValidator(string name, string path) : IValidateOptions<LeaseholdOptions>
    {
        private readonly LeaseholdOptionsValidator _validator = new(path);

        public ValidateOptionsResult Validate(string? validatedName, LeaseholdOptions options)
            => string.Equals(validatedName, name, StringComparison.Ordinal)
                ? _validator.Validate(validatedName, options)
                : ValidateOptionsResult.Skip;
    }
}
