namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>A folder of the test's own for a ledger; gone afterwards.</summary>
internal sealed class LedgerFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("leasehold-gateway-").FullName;

    public string File => Path.Combine(_path, "gateway.db");

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
