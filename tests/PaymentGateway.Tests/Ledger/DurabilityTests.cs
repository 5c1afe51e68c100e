using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Ledger;

/// <summary>Real SIGKILL of a child process.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task Kill_AfterAnswers_LosesNeitherChargeNorRefund()
    {
        using var folder = new LedgerFolder();
        Reply charge;
        Reply refund;
        await using (var gateway = await ChildGateway.StartAsync(folder.File))
        {
            charge = await gateway.Client.ChargeAsync("op-1");
            refund = await gateway.Client.RefundAsync(charge["transaction_id"]!, "r-1", "20000");
            await gateway.Process.KillAsync();
        }

        await using var restarted = await ChildGateway.StartAsync(folder.File);

        Assert.Equal(charge.Body, (await restarted.Client.ChargeAsync("op-1")).Body);
        Assert.Equal(refund.Body, (await restarted.Client.GetAsync("/v1/refunds?idempotency_key=r-1")).Body);
        Assert.Equal(1, await restarted.Client.LedgerTotalAsync("charges"));
        Assert.Equal("20000", (await restarted.Client.LookUpAsync("op-1"))["refunded_amount"]);
    }

    [Fact]
    public async Task Kill_UnderLoad_EveryAnswerIsInTheLedgerOnce()
    {
        using var folder = new LedgerFolder();
        for (var round = 0; round < 3; round++)
        {
            var answered = await ChargeUntilKilledAsync(folder.File, round);

            await using var restarted = await ChildGateway.StartAsync(folder.File);
            Assert.Equal(0, await restarted.Client.LedgerTotalAsync("duplicates"));
            foreach (var (merchantUid, transactionId) in answered)
            {
                Assert.Equal(transactionId, (await restarted.Client.LookUpAsync(merchantUid))["transaction_id"]);
            }
        }
    }

    [Fact]
    public async Task Kill_DuringTheLatency_ChargesNothing()
    {
        using var folder = new LedgerFolder();
        await using (var gateway = await ChildGateway.StartAsync(folder.File, "--Gateway:Faults:LatencyMs=600000"))
        {
            var charge = gateway.Client.ChargeAsync("op-1");
            await Eventually.TrueAsync(
                async () => (await gateway.Client.GetAsync("/control/stats")).Json
                    .GetProperty("charges").GetProperty("in_flight").GetInt32() == 1);
            await gateway.Process.KillAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => charge);
        }

        await using var restarted = await ChildGateway.StartAsync(folder.File);
        Assert.Equal(HttpStatusCode.NotFound, (await restarted.Client.LookUpAsync("op-1")).Status);
    }

    /// <summary>Sixteen callers until the gateway dies under them; what they were answered.</summary>
    private static async Task<List<(string MerchantUid, string TransactionId)>> ChargeUntilKilledAsync(
        string ledger, int round)
    {
        await using var gateway = await ChildGateway.StartAsync(ledger);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var callers = Enumerable.Range(0, 16).Select(async caller =>
        {
            var answered = new List<(string, string)>();
            try
            {
                for (var i = 0; ; i++)
                {
                    var uid = $"op-{round}-{caller}-{i}";
                    answered.Add((uid, (await gateway.Client.ChargeAsync(uid))["transaction_id"]!));
                    if (Interlocked.Increment(ref count) == 200)
                    {
                        enough.SetResult();
                    }
                }
            }
            catch (HttpRequestException)
            {
                return answered;
            }
        }).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await gateway.Process.KillAsync();
        return [.. (await Task.WhenAll(callers)).SelectMany(answered => answered)];
    }
}
