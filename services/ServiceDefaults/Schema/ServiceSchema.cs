using System.Reflection;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Registers what looks after a service's tables.</summary>
public static class ServiceSchema
{
    /// <summary>
    /// Has the tables compared and migrated before the service listens; its health tells when they are not there.
    /// </summary>
    /// <param name="services">The service's registrations; call it before all that works with the tables.</param>
    /// <param name="settings">The database.</param>
    /// <param name="service">The service, in lower case.</param>
    /// <param name="migrations">The assembly with the migrations.</param>
    public static void AddServiceSchema(
        this IServiceCollection services, DatabaseSettings settings, string service, Assembly migrations)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider => new SchemaMigration(
            settings, service, migrations, provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<SchemaStartup>();
        services.AddHostedService(static provider => provider.GetRequiredService<SchemaStartup>());
        services.AddHealthChecks().AddCheck<SchemaHealth>(SchemaHealth.Check);
    }

    /// <summary>Has requests to the endpoint answered 503 as long as the tables are not the service's own.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    public static TBuilder NeedsTables<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.WithMetadata(SchemaGuard.NeedsTables.Mark);
}
