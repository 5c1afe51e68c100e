using System.Diagnostics;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>Asks again, for what happens in the gateway with no answer to wait for.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Bound, $"Still not so after {Bound}.");
        }
    }
}
