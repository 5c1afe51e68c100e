using Leasehold.LocalServers.Files;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>A folder of the test's own for a ledger; gone afterwards.</summary>
internal sealed class LedgerFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new("leasehold-gateway-");

    public string File => _folder.File("gateway.db");

    public void Dispose() => _folder.Dispose();
}
