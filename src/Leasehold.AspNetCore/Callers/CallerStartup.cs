using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Leasehold.AspNetCore;

/// <summary>Says at start-up who is accepted, and stops the host where keys are faulty or missing.</summary>
internal sealed class CallerStartup(KeyRing keys, ILogger<CallerStartup> logger, IServer? server = null)
    : IHostedLifecycleService
{
    public static InvalidOperationException Refuse(string address) => new(
        $"Listening on {address} is refused: others could reach the service there, and no API keys are configured. "
        + "Either set Leasehold:Keys (a Name, a Tenant and the Hash of each key), or listen on this machine only, for "
        + "example --urls http://127.0.0.1:5081.");

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (keys.StartFaults.Count > 0)
        {
            throw new OptionsValidationException("Leasehold:Keys", typeof(CallerOptions), keys.StartFaults);
        }

        if (!keys.IsKeyed)
        {
            Log.LoopbackOnly(logger);
        }

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
                if (!LoopbackRule.IsLoopbackAddress(address))
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
