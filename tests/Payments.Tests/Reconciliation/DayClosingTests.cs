using System.Collections.Concurrent;
using System.Globalization;
using Leasehold.LocalServers.Files;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Reconciliation;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Schema;
using Leasehold.Payments.Tests.Gateway;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Payments.Tests.Reconciliation;

/// <summary>A day closes once all of it was compared; what the gateway did not answer is asked again.</summary>
public sealed class DayClosingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("payments-tests-");
    private readonly ConcurrentQueue<string> _lists = new();
    private readonly ConcurrentQueue<string> _lookups = new();

    private int _failingLists;
    private int _failingLookups;
    private string? _page;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Reconcile_ListThatFailsAtFirst_LeavesTheDayOpenUntilItIsRead()
    {
        _failingLists = 3;
        _page = """{"payments":[{"transaction_id":"tx-9","merchant_uid":"stray","status":"success"}]}""";
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(
            gateway, "--Payments:Reconciliation:Interval=00:00:00.200", "--Payments:Reconciliation:LookBackDays=1");

        var (finished, startedAt) = ((long?)null, TimeProvider.System.GetTimestamp());
        while (finished is null)
        {
            finished = await FinishedAsync(service, Day(-2)) ?? await FinishedAsync(service, Day(-1));
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(30), "Never closed.");
        }

        Assert.True(_lists.Count >= 4, $"{_lists.Count}");
        Assert.Equal(ReviewKinds.GatewayOnly, Assert.Single(await service.ReviewsOfAsync("stray")).Kind);
    }

    [Fact]
    public async Task Reconcile_ListThatFails_SaysSoAndKeepsTheDayOpen()
    {
        (_failingLists, _page) = (1, """{"payments":[]}""");
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway);

        var failed = await ReconcileAsync(service, Day(-2));
        var open = await FinishedAsync(service, Day(-2));
        var done = await ReconcileAsync(service, Day(-2));

        Assert.Equal((503, "reconciliation_incomplete", true),
            (failed.Status, failed["code"], failed.Headers.RetryAfter is not null));
        Assert.Null(open);
        Assert.Equal(204, done.Status);
        Assert.NotNull(await FinishedAsync(service, Day(-2)));
    }

    [Theory]
    [InlineData("""{"payments":[],"next_after":"1"}""")]
    [InlineData("""{"payments":null}""")]
    [InlineData("not json")]
    public async Task Reconcile_ListWithoutEndOrSense_KeepsTheDayOpen(string page)
    {
        _page = page;
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway);

        Assert.Equal(503, (await ReconcileAsync(service, Day(-2))).Status);
        Assert.Null(await FinishedAsync(service, Day(-2)));
    }

    [Fact]
    public async Task Reconcile_PaymentThatCouldNotBeAskedFor_KeepsTheDayOpenAndIsAskedAgain()
    {
        _failingLookups = 1;
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway);
        var keys = new[] { await service.Api.NewPaymentAsync(), await service.Api.NewPaymentAsync() };
        await MoveAsync(service, Clock.Of(Midnight(Day(-2))), keys);

        Assert.Equal(503, (await ReconcileAsync(service, Day(-2))).Status);
        Assert.Null(await FinishedAsync(service, Day(-2)));
        Assert.Equal(204, (await ReconcileAsync(service, Day(-2))).Status);
        Assert.NotNull(await FinishedAsync(service, Day(-2)));
    }

    [Fact]
    public async Task Reconcile_ListWithoutOurIds_IsMatchedByTheGateways()
    {
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway);
        var key = await service.Api.NewPaymentAsync();
        var transaction = (await service.Api.ReadPaymentAsync(key))["transaction_id"];
        _page = $$"""{"payments":[{"transaction_id":"{{transaction}}","status":"success"}]}""";

        Assert.Equal(204, (await ReconcileAsync(service, Day(0))).Status);

        Assert.Equal(0, await service.CountAsync<ReviewRow>());
        Assert.Empty(_lookups);
    }

    [Fact]
    public async Task Reconcile_DayOfAnotherZone_AsksForBothDaysOfTheGateway()
    {
        _page = """{"payments":[]}""";
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway, "--Payments:TimeZone=Asia/Seoul");

        Assert.Equal(204, (await ReconcileAsync(service, "2026-01-15")).Status);

        Assert.Equal("2026-01-14 2026-01-15", string.Join(' ', _lists));
    }

    [Fact]
    public async Task Settlement_DayOfAnotherZone_BeginsAtItsMidnight()
    {
        await using var gateway = await StubGateway.StartAsync(AnswerAsync);
        await using var service = await StartAsync(gateway, "--Payments:TimeZone=Asia/Seoul");
        var keys = new[] { await service.Api.NewPaymentAsync(), await service.Api.NewPaymentAsync() };
        var midnight = Clock.Of(new DateTimeOffset(2026, 1, 14, 15, 0, 0, TimeSpan.Zero));
        await MoveAsync(service, midnight - 1, keys[0]);
        await MoveAsync(service, midnight, keys[1]);

        var before = await service.Api.SendAsync(HttpMethod.Get, "/api/v1/settlements/2026-01-14");
        var after = await service.Api.SendAsync(HttpMethod.Get, "/api/v1/settlements/2026-01-15");

        Assert.Equal((1, true), (Lines(before), before.Text.Contains(keys[0], StringComparison.Ordinal)));
        Assert.Equal((1, true), (Lines(after), after.Text.Contains(keys[1], StringComparison.Ordinal)));
    }

    private static int Lines(Reply reply) => reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Day(int offset)
        => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(offset)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Midnight(string day)
        => DateTimeOffset.Parse($"{day}T00:00:00Z", CultureInfo.InvariantCulture);

    private static Task<Reply> ReconcileAsync(ServiceUnderTest service, string day)
        => service.Api.SendAsync(HttpMethod.Post, $"/leasehold/reconciliations/{day}");

    private static Task<long?> FinishedAsync(ServiceUnderTest service, string day)
        => service.QueryAsync(db => db.GetTable<ReconciliationRow>()
            .Where(r => r.Day == day).Select(static r => r.FinishedUs).FirstOrDefaultAsync());

    private static Task<int> MoveAsync(ServiceUnderTest service, long at, params string[] keys)
        => service.QueryAsync(db => db.GetTable<Payment>().Where(p => keys.Contains(p.IdempotencyKey))
            .Set(static p => p.CompletedUs, at).UpdateAsync());

    private Task<ServiceUnderTest> StartAsync(StubGateway gateway, params string[] args)
        => ServiceUnderTest.StartAsync(gateway.Url, [$"--DATABASE_URL=sqlite:///{_folder.File("pay.db")}", .. args]);

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/transactions")
        {
            _lists.Enqueue(context.Request.Query["date"].ToString());
            context.Response.StatusCode = Interlocked.Decrement(ref _failingLists) >= 0 ? 500
                : _page is null ? 404
                : 200;
            return context.Response.WriteAsync(_page ?? "");
        }

        if (context.Request.Query["merchant_uid"].ToString() is { Length: > 0 } uid)
        {
            _lookups.Enqueue(uid);
            context.Response.StatusCode = Interlocked.Decrement(ref _failingLookups) >= 0 ? 500 : 200;
            return context.Response.WriteAsync(
                $$"""{"transaction_id":"tx-{{uid}}","merchant_uid":"{{uid}}","status":"success"}""");
        }

        return context.Response.WriteAsync(
            $$"""{"transaction_id":"tx-{{context.Request.Headers["Idempotency-Key"]}}","status":"success"}""");
    }
}
