using Leasehold.Simulators.PaymentGateway;

namespace Leasehold.Demo;

/// <summary>The gateway that the payments go to.</summary>
internal static class DemoGateway
{
    public const string Key = "dev-gateway-key";

    public static WebApplication Build(DemoAddresses addresses, string data) => PaymentGatewayHost.Build(
    [
        $"--urls={addresses.Gateway}",
        $"--Gateway:Ledger={Path.Combine(data, "gateway.db")}",
        $"--PAYMENT_GATEWAY_KEY={Key}",
    ]);
}
