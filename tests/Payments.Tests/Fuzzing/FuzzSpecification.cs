using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.States;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
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
    private const int DefaultSeed = 20_261_130;
    private const int AtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task AnyRequest_IsAnsweredWithoutAFault()
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        var seed = Number("LEASEHOLD_FUZZ_SEED", DefaultSeed);
        var count = Number("LEASEHOLD_FUZZ_REQUESTS", requests);
        await using var service = await ServiceUnderTest.StartAsync(
            database.Gateway.Url,
            [
                .. (await database.NewDatabaseAsync())!,
                "--Logging:LogLevel:Default=Error",
                "--Payments:AnswerWithin=00:00:05",
                "--Leasehold:Durable:PollInterval=00:00:00.200",
                "--Leasehold:Durable:Operations:payment.charge:FirstPause=00:00:00.200",
                "--Leasehold:Durable:Operations:payment.refund:FirstPause=00:00:00.200",
            ]);
        var orders = new List<string>();
        for (var n = 0; n < 30; n++)
        {
            orders.Add(await service.Api.NewOrderAsync());
        }

        var keys = Enumerable.Range(0, 60).Select(n => $"fuzz-{seed}-{n}").ToList();
        var faults = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<int, int>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            var request = FuzzedRequest.Of(new Random(unchecked((seed * 31) + n)), orders, keys);
            var status = await SendAsync(service, request);
            statuses.AddOrUpdate(status, 1, static (_, known) => known + 1);
            if (status is 500 or < 0)
            {
                faults.Enqueue($"seed {seed}, request {n}: {status} {request}");
            }
        });

        Assert.True(faults.IsEmpty, string.Join('\n', faults.Take(10)));
        Assert.True(statuses.Keys.Count(static s => s is 200 or 201 or 202 or 400 or 404 or 409 or 415 or 422) >= 7,
            string.Join(", ", statuses));
        await QuietAsync(service);
    }

    /// <summary>-1 for one that hangs; 0 where the service hung up, as it may on what is no HTTP.</summary>
    private static async Task<int> SendAsync(ServiceUnderTest service, FuzzedRequest fuzzed)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(
            new HttpMethod(fuzzed.Method),
            new Uri(
                service.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) + fuzzed.Path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (fuzzed.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(fuzzed.Body);
        }

        foreach (var (name, value) in fuzzed.Headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value)
                || request.Content?.Headers.TryAddWithoutValidation(name, value) == true;
        }

        try
        {
            using var answer = await service.Http.SendAsync(request, patience.Token);
            return (int)answer.StatusCode;
        }
        catch (OperationCanceledException)
        {
            return -1;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
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
            var held = service.Pools.Snapshot().Sum(static p => p.InUse);
            if (open == 0 && held == 0)
            {
                return;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(90), $"{open} open, {held} held.");
            await Task.Yield();
        }
    }

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : otherwise;
}
