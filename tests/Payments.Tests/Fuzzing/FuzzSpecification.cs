using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.States;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Testing.Servers.Fuzzing;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Fuzzing;

/// <summary>Anything is sent to the service: nothing is answered 500, hangs, leaks, or stays open for ever.</summary>
/// <remarks>
/// The full number as one command: <c>LEASEHOLD_FUZZ_REQUESTS=500000 dotnet Payments.Tests.dll -class "*Fuzz*"</c>.
/// <c>LEASEHOLD_FUZZ_SEED</c> picks other requests; a failure names its seed and the request.
/// </remarks>
public abstract class FuzzSpecification(DatabaseFixture database, int requests)
{
    [Fact]
    public async Task AnyRequest_IsAnsweredWithoutAFault()
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        await using var service = await ServiceUnderTest.StartAsync(
            database.Gateway.Url,
            [
                .. (await database.NewDatabaseAsync())!,
                "--Logging:LogLevel:Default=Error",
                "--Payments:AnswerWithin=00:00:02",
                "--Leasehold:Durable:PollInterval=00:00:00.200",
                "--Leasehold:Durable:Operations:payment.charge:FirstPause=00:00:00.200",
                "--Leasehold:Durable:Operations:payment.refund:FirstPause=00:00:00.200",
            ]);
        var orders = new List<string>();
        for (var n = 0; n < 30; n++)
        {
            orders.Add(await service.Api.NewOrderAsync());
        }

        var run = new FuzzRun(requests);
        var keys = run.Keys(60);
        await run.SendAsync(service.Http.BaseAddress!, random => PaymentRequests.Of(random, orders, keys));

        TestContext.Current.TestOutputHelper?.WriteLine($"{run}");
        Assert.True(run.Faults.Length == 0, run.Faults);
        Assert.True(
            run.Statuses.Keys.Count(static s => s is 200 or 201 or 202 or 400 or 404 or 409 or 415 or 422) >= 7,
            $"{run}");
        await QuietAsync(service);
    }

    // What is open is being looked up; every token that was sent has an outcome at the gateway.
    private static async Task QuietAsync(ServiceUnderTest service)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var open = await service.QueryAsync(static async db =>
                await db.GetTable<Payment>().CountAsync(static p =>
                    p.Status == PaymentStates.Processing || p.Status == PaymentStates.RefundProcessing)
                + await db.GetTable<RefundRow>().CountAsync(static r => r.Status == RefundStates.Processing));
            var pools = service.Pools.Snapshot();
            var held = pools.Sum(static p => p.InUse + p.OverflowInUse + p.Waiting);
            if (open == 0 && held == 0)
            {
                Assert.Equal(0, pools.Sum(static p => p.Leaked));
                return;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(90), $"{open} open, {held} held.");
            await Task.Yield();
        }
    }
}
