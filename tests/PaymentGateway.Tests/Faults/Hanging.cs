using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

/// <summary>Shows that a request is received and not answered.</summary>
internal static class Hanging
{
    public static async Task AssertAsync(RunningGateway gateway, Func<CancellationToken, Task<Reply>> send)
    {
        using var giveUp = new CancellationTokenSource();
        var hanging = send(giveUp.Token);
        await Eventually.TrueAsync(
            async () => (await gateway.Client.GetAsync("/control/requests")).Body.Contains(
                "\"fault\": \"hang_", StringComparison.Ordinal));

        // A whole round trip of another request through the same ledger is ample time for an answer.
        await gateway.Client.ChargeAsync("op-another");
        Assert.False(hanging.IsCompleted);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }
}
