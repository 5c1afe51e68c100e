using Leasehold;
using Leasehold.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Leasehold to an application by the name of a connection string.</summary>
public static class LeaseholdHostApplicationBuilderExtensions
{
    /// <summary>
    /// Adds the pools of the application's database with its health check, and its metrics and spans where
    /// <c>Leasehold.OpenTelemetry</c> is referenced. Which database it is, the referenced package and the connection
    /// string say.
    /// </summary>
    /// <param name="builder">The application being built.</param>
    /// <param name="connectionName">Names the connection string: <c>ConnectionStrings:{connectionName}</c>.</param>
    /// <param name="configureSettings">Changes what is added beside the pools, after <c>Leasehold</c> is bound.</param>
    /// <param name="configureOptions">Changes the pools' settings, after <c>Leasehold</c> is bound.</param>
    /// <remarks>
    /// All of it is read when the pools are made, so that what a test or a later source sets counts. The host's start
    /// fails where the connection string is missing, or does not tell which database it is. To configure the driver,
    /// call <c>UsePostgreSql("Name={connectionName}", …)</c> on what is returned.
    /// </remarks>
    public static LeaseholdBuilder AddLeasehold(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<LeaseholdSettings>? configureSettings = null,
        Action<LeaseholdOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);
        return Complete(
            builder,
            builder.Services.AddLeasehold(builder.Configuration, configureOptions),
            connectionName,
            configureSettings);
    }

    /// <summary>Adds the pools of a further database, as <see cref="AddLeasehold"/> does those of the first.</summary>
    /// <param name="builder">The application being built.</param>
    /// <param name="name">
    /// Names the connection string, the section <c>Leasehold:Databases:{name}</c>, and the key to resolve
    /// <see cref="ConnectionPools"/> and <see cref="StagedOperations"/> by.
    /// </param>
    /// <param name="configureSettings">Changes what is added beside the pools, after the section is bound.</param>
    /// <param name="configureOptions">Changes the pools' settings, after the section is bound.</param>
    public static LeaseholdBuilder AddKeyedLeasehold(
        this IHostApplicationBuilder builder,
        string name,
        Action<LeaseholdSettings>? configureSettings = null,
        Action<LeaseholdOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Complete(
            builder,
            builder.Services.AddLeasehold(name, builder.Configuration, configureOptions),
            name,
            configureSettings);
    }

    private static LeaseholdBuilder Complete(
        IHostApplicationBuilder host,
        LeaseholdBuilder leasehold,
        string connectionName,
        Action<LeaseholdSettings>? configure)
    {
        var (services, configuration) = (leasehold.Services, (IConfiguration)host.Configuration);
        var section = LeaseholdServiceCollectionExtensions.SectionOf(leasehold.Database);
        var settings = new Lazy<LeaseholdSettings>(() =>
        {
            var bound = new LeaseholdSettings();
            configuration.GetSection(section).Bind(bound);
            configure?.Invoke(bound);
            return bound;
        });
        services.AddHealthChecks();
        LeaseholdHealthChecksBuilderExtensions.AddCheck(services, OwnHealthCheck.Name, configure: null);
        services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>>(new OwnHealthCheck(services, settings));
        ReferencedPackages.Telemetry?.AddTo(
            services, () => !settings.Value.DisableMetrics, () => !settings.Value.DisableTracing);
        return leasehold.UseProvider(_ => NamedConnection.Open(
            configuration, connectionName, section, settings.Value.Provider, ReferencedPackages.Adapters));
    }
}
