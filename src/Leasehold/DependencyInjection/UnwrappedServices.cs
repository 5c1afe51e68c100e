using Leasehold.Flows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold.DependencyInjection;

/// <summary>
/// Names, as the host starts, the hosted services that run in no flow although flows for background services were
/// asked for: they were registered later, or are the application's own and no background services. They lease from the
/// pool of callers who wait.
/// </summary>
internal sealed class UnwrappedServices(
    IServiceCollection services, IServiceProvider provider, ILoggerFactory? loggerFactory) : IHostedService
{
    private readonly QuietLogger _logger
        = new((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Leasehold"));

    public static bool IsUnwrapped(IHostedService service) => service is BackgroundService and not HostedServiceInFlow;

    /// <summary>What a registration makes, as far as it tells; a factory may tell no more than the interface.</summary>
    public static Type TypeOf(ServiceDescriptor service)
        => service.ImplementationType
            ?? service.ImplementationInstance?.GetType()
            ?? service.ImplementationFactory!.GetType().GenericTypeArguments[1];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var hosted = services
            .Where(static s => s.ServiceType == typeof(IHostedService) && !s.IsKeyedService)
            .ToList();

        // The host has made them all; asking again would make further ones of those that are not singletons.
        List<Type> types = hosted.TrueForAll(static s => s.Lifetime == ServiceLifetime.Singleton)
            ? [.. provider.GetServices<IHostedService>().Select(static s => s.GetType())]
            : [.. hosted.Where(static s => !IsWrapped(s)).Select(TypeOf)];
        var names = types.Where(static t => IsBackground(t) || t == typeof(IHostedService)).Select(static t => t.Name);
        if (string.Join(", ", names) is { Length: > 0 } unwrapped)
        {
            Log.OutsideFlows(_logger, unwrapped);
        }

        var own = provider.GetService<IHostEnvironment>()?.ApplicationName;
        names = types
            .Where(t => t.Assembly.GetName().Name == own && !t.IsAssignableTo(typeof(BackgroundService)))
            .Select(static t => t.Name);
        if (string.Join(", ", names) is { Length: > 0 } others)
        {
            Log.HostedOutsideFlows(_logger, others);
        }

        return Task.CompletedTask;
    }

    private static bool IsBackground(Type type)
        => type.IsAssignableTo(typeof(BackgroundService)) && type != typeof(HostedServiceInFlow);

    // By the code that makes it: what it makes is not known, and may be nothing that wants a flow.
    private static bool IsWrapped(ServiceDescriptor service)
        => TypeOf(service) == typeof(IHostedService)
            && (service.Lifetime == ServiceLifetime.Singleton
                || service.ImplementationFactory?.Target?.GetType().Assembly == typeof(UnwrappedServices).Assembly);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
