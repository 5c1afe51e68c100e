using Dapper;
using Microsoft.Extensions.Hosting;

namespace Leasehold.WrongWay.Background;

/// <summary>Background work on the pool of the requests: one night it has all of their connections.</summary>
internal sealed class NightlyCleanup(ConnectionPools pools) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var lease = await pools.Api.LeaseAsync(stoppingToken); // planted: LH0005
        await lease.Connection.ExecuteAsync("DELETE FROM sessions WHERE expires < datetime('now')");
    }
}
