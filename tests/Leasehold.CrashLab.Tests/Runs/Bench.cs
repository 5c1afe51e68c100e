using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Gateways;
using Leasehold.CrashLab.Tests.Instances;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>
/// A database and a gateway for one run after the other. A second instance may stand by, which nothing ever happens to:
/// then it recovers what a dead one leaves; without it a dead one is replaced.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private PaymentInstance? _standby;

    private Bench(LabDatabase database, LabGateway gateway)
    {
        Database = database;
        Gateway = gateway;
    }

    public LabDatabase Database { get; }

    public LabGateway Gateway { get; }

    public PaymentInstance? Standby => _standby;

    public static async Task<Bench> OpenAsync(LabDatabase database)
        => new(database, await LabGateway.StartAsync());

    public Task<PaymentInstance> StartAsync(IReadOnlyList<FaultPlan>? faults = null, params string[] settings)
        => PaymentInstance.StartAsync(
            [.. Database.Settings, $"--PAYMENT_GATEWAY_URL={Gateway.Url}", .. settings], faults);

    public async Task StandByAsync() => _standby ??= await StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_standby is not null)
        {
            await _standby.DisposeAsync();
        }

        await Gateway.DisposeAsync();
        await Database.DisposeAsync();
    }
}
