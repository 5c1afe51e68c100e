using Leasehold.AspNetCore;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Says at start-up who is accepted, and stops the host where keys are faulty or missing.</summary>
internal sealed class CallerStartup(
    KeyRing keys, IHostEnvironment environment, ILogger<CallerStartup> logger, IServer? server = null)
    : IHostedLifecycleService
{
    public const string Refusal =
        "No API keys are configured, so only direct calls from the same machine are accepted.";

    private const string HowToMakeOne =
        "Make a key with the service's command new-key, and put what it prints into the settings.";

    public static ServiceStartException Refuse(string address) => new(
        $"Listening on {address} is refused: others could reach the service there, and no API keys are configured. "
        + $"Either set Leasehold:Keys ({HowToMakeOne}) or listen on this machine only, for example "
        + "--urls http://127.0.0.1:5081.");

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (keys.StartFaults.Count > 0)
        {
            throw new OptionsValidationException("Leasehold:Keys", typeof(CallerOptions), keys.StartFaults);
        }

        if (keys.IsKeyed)
        {
            return Task.CompletedTask;
        }

        // Behind a proxy on the same machine every caller comes from this machine.
        if (!environment.IsDevelopment())
        {
            throw new ServiceStartException(
                "No API keys are configured (Leasehold:Keys), and without any the service starts in Development "
                + $"only. {HowToMakeOne}");
        }

        Log.LoopbackOnly(logger);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The guard of the listeners has refused already where the server is Kestrel; this is for the others.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!keys.IsKeyed)
        {
            foreach (var address in server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            {
                if (!LocalCalls.IsLoopbackAddress(address))
                {
                    throw Refuse(address);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
