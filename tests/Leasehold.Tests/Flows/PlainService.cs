using Microsoft.Extensions.Hosting;

namespace Leasehold.Tests.Flows;

/// <summary>A hosted service that is no background service.</summary>
internal sealed class PlainService : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
