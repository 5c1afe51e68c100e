using System.Globalization;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Schema;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>A day's settlement.</summary>
public abstract class SettlementSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private const string Lines = "application/x-ndjson";
    private const string Csv = "text/csv";

    private static int _days;

    [Fact]
    public async Task Settlement_OfADay_HasItsPaymentsAndRefundsOnly()
    {
        var day = NewDay();
        var paid = await Api.NewPaymentAsync(1000);
        var other = await Api.NewPaymentAsync(1000);
        var refund = await Api.RefundAsync(paid, NewKey(), "400");
        var declined = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), declined, token: "tok_declined");
        await MoveAsync(day, paid, declined);
        await MoveAsync(day.AddDays(1), other);

        var reply = await ReadAsync(day, Lines);

        Assert.Equal((200, Lines), (reply.Status, reply.MediaType));
        var lines = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var first = Member(lines[0]);
        Assert.Equal(("payment", $"PAY-{paid}", "1000", "KRW"),
            (first("type"), first("payment_id"), first("amount"), first("currency")));
        Assert.StartsWith($"{day:yyyy-MM-dd}T", first("settled_at"), StringComparison.Ordinal);
        var second = Member(lines[1]);
        Assert.Equal(("refund", "400", refund["refund_id"]),
            (second("type"), second("amount"), second("refund_id")));
        Assert.Equal(first("transaction_id"), second("transaction_id"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Settlement_AsCsv_HasAHeaderAndTheSameRows()
    {
        var day = NewDay();
        var paid = await Api.NewPaymentAsync(1000);
        await MoveAsync(day, paid);

        var reply = await ReadAsync(day, Csv);

        Assert.Equal((200, Csv), (reply.Status, reply.MediaType));
        var lines = reply.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "type,payment_id,order_number,transaction_id,refund_id,amount,currency,settled_at", lines[0]);
        Assert.StartsWith($"payment,PAY-{paid},", lines[1], StringComparison.Ordinal);
        Assert.Contains(",,1000,KRW,", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Fact]
    public async Task Settlement_AsCsv_HoldsNoFormula()
    {
        var day = NewDay();
        var order = $"-{PaymentsApi.NewName("2_cmd")}";
        var key = NewKey();
        await Api.CreateOrderAsync(order, "1000");
        await Api.PayAsync(order, key, "1000");
        await MoveAsync(day, key);
        await Service.QueryAsync(db => db.GetTable<Payment>().Where(p => p.IdempotencyKey == key)
            .Set(static p => p.TransactionId, "=HYPERLINK(\"x\",1)").UpdateAsync());

        var reply = await ReadAsync(day, Csv);

        Assert.Contains($",'{order},\"'=HYPERLINK(\"\"x\"\",1)\",", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settlement_LongerThanAPage_HasEveryRowOnce()
    {
        var day = NewDay();
        var key = await Api.NewPaymentAsync(1000);
        await MoveAsync(day, key);
        await CopyAsync(key, 1_200);

        var reply = await ReadAsync(day, Lines);

        var ids = reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => Member(line)("payment_id")).ToList();
        Assert.Equal(1_201, ids.Count);
        Assert.Equal(1_201, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Settlement_CallerReadsSlowly_HoldsNoConnection()
    {
        var day = NewDay();
        var key = await Api.NewPaymentAsync(1000);
        await MoveAsync(day, key);
        await CopyAsync(key, 6_000);
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(day));

        using var response = await Service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1];
        Assert.Equal(1, await body.ReadAsync(buffer));

        var startedAt = TimeProvider.System.GetTimestamp();
        while (Service.Pools.Batch.Snapshot().InUse > 0)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(10), "Held.");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Settlement_OfADayWithoutAny_IsEmpty()
    {
        Assert.Equal((200, ""), Of(await ReadAsync(new DateOnly(1999, 1, 1), Lines)));
        Assert.Equal((200, ""), Of(await ReadAsync(DateOnly.MaxValue, Lines)));
        Assert.Equal((200, ""), Of(await ReadAsync(DateOnly.MinValue, Lines)));

        static (int, string) Of(Reply reply) => (reply.Status, reply.Text);
    }

    [Theory]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30")]
    [InlineData("20260101")]
    [InlineData("today")]
    public async Task Settlement_NoDate_Is400(string date)
    {
        var reply = await Api.SendAsync(HttpMethod.Get, $"/api/v1/settlements/{date}");

        Assert.Equal((400, "bad_date"), (reply.Status, reply["code"]));
    }

    [Theory]
    [InlineData("application/x-ndjson, text/csv;q=0.9", Lines)]
    [InlineData("text/csv, application/x-ndjson;q=0.5", Csv)]
    [InlineData("text/*", Csv)]
    [InlineData("*/*", Lines)]
    [InlineData("text/csv;q=0, */*", Lines)]
    public async Task Settlement_Accept_Decides(string accept, string type)
        => Assert.Equal((200, type), Of(await ReadAsync(new DateOnly(1999, 1, 1), accept)));

    [Fact]
    public async Task Settlement_AcceptOfSomethingElse_Is406()
        => Assert.Equal(
            (406, "application/problem+json"), Of(await ReadAsync(new DateOnly(1999, 1, 1), "application/pdf")));

    private static (int, string?) Of(Reply reply) => (reply.Status, reply.MediaType);

    private static Func<string, string?> Member(string line)
    {
        var json = System.Text.Json.JsonDocument.Parse(line).RootElement;
        return member => json.GetProperty(member).ToString();
    }

    /// <summary>A day in the past that no other test uses.</summary>
    private static DateOnly NewDay() => new DateOnly(2001, 1, 1).AddDays(3 * Interlocked.Increment(ref _days));

    private static string PathOf(DateOnly day)
        => string.Create(CultureInfo.InvariantCulture, $"/api/v1/settlements/{day:yyyy-MM-dd}");

    private Task<Reply> ReadAsync(DateOnly day, string accept)
        => Api.SendAsync(HttpMethod.Get, PathOf(day), null, CancellationToken.None, ("Accept", accept));

    private Task<int> MoveAsync(DateOnly day, params string[] keys)
    {
        var at = Clock.Of(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)) + 1;
        return Service.QueryAsync(async db =>
        {
            await db.GetTable<Payment>().Where(p => keys.Contains(p.IdempotencyKey))
                .Set(static p => p.CompletedUs, at).UpdateAsync();
            var ids = await db.GetTable<Payment>().Where(p => keys.Contains(p.IdempotencyKey))
                .Select(static p => p.Id).ToListAsync();
            return await db.GetTable<RefundRow>().Where(r => ids.Contains(r.PaymentId))
                .Set(static r => r.CompletedUs, at).UpdateAsync();
        });
    }

    /// <summary>More payments like one, all completed at the same moment.</summary>
    private Task<int> CopyAsync(string key, int count)
        => Service.QueryAsync(async db =>
        {
            var payment = await db.GetTable<Payment>().SingleAsync(p => p.IdempotencyKey == key);
            var copies = Enumerable.Range(0, count).Select(n => new Payment
            {
                Id = Guid.NewGuid().ToString("N"),
                Tenant = payment.Tenant,
                IdempotencyKey = $"{key}-{n}",
                Fingerprint = payment.Fingerprint,
                OrderId = payment.OrderId,
                OrderNumber = payment.OrderNumber,
                AmountMinor = payment.AmountMinor,
                Currency = payment.Currency,
                Status = payment.Status,
                TransactionId = payment.TransactionId,
                CreatedUs = payment.CreatedUs,
                UpdatedUs = payment.UpdatedUs,
                CompletedUs = payment.CompletedUs,
            });
            await db.BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows }, copies);
            return count;
        });
}
