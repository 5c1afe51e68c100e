using System.Diagnostics.Metrics;
using Leasehold;
using Leasehold.DependencyInjection;
using Leasehold.Providers;
using Leasehold.Sight.ExternalCalls;
using Leasehold.Workloads;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

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
        Bind(services, Options.Options.DefaultName, configuration, Section, configure);
        services.TryAddSingleton(s => Build(s, null, configuration));
        services.TryAddSingleton(static s => new StagedOperations(
            s.GetRequiredService<ConnectionPools>(),
            s.GetService<IHostApplicationLifetime>(),
            s.GetService<TimeProvider>()));
        services.AddHostedService(static s => new HostedPools(s.GetRequiredService<ConnectionPools>()));
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
        Bind(services, name, configuration, SectionOf(name), configure);
        services.AddKeyedSingleton(name, (s, key) => Build(s, (string?)key, configuration));
        services.AddKeyedSingleton(name, static (s, key) => new StagedOperations(
            s.GetRequiredKeyedService<ConnectionPools>(key),
            s.GetService<IHostApplicationLifetime>(),
            s.GetService<TimeProvider>()));
        services.AddSingleton<IHostedService>(s => new HostedPools(s.GetRequiredKeyedService<ConnectionPools>(name)));
        return new LeaseholdBuilder(services, name);
    }

    /// <summary>Where the settings of a database are; null is the first.</summary>
    internal static string SectionOf(string? database)
        => database is null ? Section : $"{Section}:Databases:{database}";

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
                ConfiguredOptions.Bind(section, isNamed: name != Options.Options.DefaultName, options);
                ConfiguredOptions.CheckDatabases(configuration.GetSection(Section), NamesOf(services), options);
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<LeaseholdOptions>>(new NamedValidator(name, path));
        RegisteredDatabases.AddTo(services);
        WorkloadDataSources.AddTo(services, section, name == Options.Options.DefaultName ? null : name);
    }

    // One for all databases: a flow that holds a connection of either must not call out.
    private static void AddGuard(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(static s => s.ServiceType == typeof(ExternalCallGuard)))
        {
            return;
        }

        services.AddOptions<GuardOptions>()
            .Configure(options => ConfiguredOptions.Bind(configuration.GetSection($"{Section}:Guard"), options))
            .PostConfigure<IServiceProvider>(static (options, services) => options.Mode
                ??= services.GetService<IHostEnvironment>()?.IsDevelopment() == true ? GuardMode.Throw : GuardMode.Log)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<GuardOptions>, GuardOptionsValidator>();
        services.AddSingleton(static s => new ExternalCallGuard(
            s.GetRequiredService<IOptions<GuardOptions>>().Value,
            s.GetService<ILoggerFactory>(),
            s.GetService<TimeProvider>()));
    }

    // Read late, when the collection is complete: the order of the Add… calls does not matter.
    private static List<string> NamesOf(IServiceCollection services)
        => [.. services
            .Where(static s => s.ServiceType == typeof(ConnectionPools) && s.IsKeyedService)
            .Select(static s => s.ServiceKey)
            .OfType<string>()];

    private static ConnectionPools Build(IServiceProvider services, string? name, IConfiguration configuration)
    {
        var provider = name is null
            ? services.GetService<DatabaseProvider>()
            : services.GetKeyedService<DatabaseProvider>(name);
        var pools = new ConnectionPoolsBuilder(
            provider ?? throw new InvalidOperationException(
                "No database was chosen. After AddLeasehold call UsePostgreSql, UseMySql or UseSqlite."),
            services.GetRequiredService<IOptionsMonitor<LeaseholdOptions>>().Get(name ?? Options.Options.DefaultName))
        {
            LoggerFactory = services.GetService<ILoggerFactory>(),
            MeterFactory = services.GetService<IMeterFactory>(),
            TimeProvider = services.GetService<TimeProvider>(),
            Guard = services.GetRequiredService<ExternalCallGuard>(),
            Database = name,
        }.Build();
        pools.Reloading = SettingsReload.Follow(services, configuration, name ?? Options.Options.DefaultName, pools);
        return pools;
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
