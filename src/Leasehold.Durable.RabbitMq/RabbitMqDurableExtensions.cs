using Leasehold;
using Leasehold.Durable;
using Leasehold.Durable.RabbitMq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds wake-up hints through RabbitMQ.</summary>
public static class RabbitMqDurableExtensions
{
    /// <summary>
    /// Lets instances wake each other through RabbitMQ, bound from <c>Leasehold:Durable:RabbitMq</c>. A broker that is
    /// away neither blocks nor fails an operation; it only takes longer until somebody looks.
    /// </summary>
    /// <param name="builder">What <c>AddDurable</c> returned.</param>
    /// <param name="configure">Changes after binding.</param>
    public static DurableBuilder UseRabbitMqHints(
        this DurableBuilder builder, Action<RabbitMqHintOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, database) = (builder.Services, builder.Database);
        services.AddOptions<RabbitMqHintOptions>()
            .Configure<IServiceProvider>((options, provider) =>
            {
                provider.GetService<IConfiguration>()?.GetSection(RabbitMqHintOptionsValidator.Section).Bind(options);
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RabbitMqHintOptions>, RabbitMqHintOptionsValidator>();
        services.AddSingleton(provider => new RabbitMqHints(
            () => database is null
                ? provider.GetRequiredService<DurableOperations>()
                : provider.GetRequiredKeyedService<DurableOperations>(database),
            provider.GetRequiredService<IOptions<RabbitMqHintOptions>>().Value,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
                .CreateLogger("Leasehold.Durable.RabbitMq")));
        services.AddSingleton<IWakeUpHints>(static provider => provider.GetRequiredService<RabbitMqHints>());
        services.AddHostedServiceInFlow<RabbitMqHints>();
        return builder;
    }
}
