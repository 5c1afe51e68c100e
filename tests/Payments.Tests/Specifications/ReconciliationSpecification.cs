using System.Globalization;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Reconciliation;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Comparing a day with the gateway, both ways.</summary>
public abstract class ReconciliationSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private static string Today => Day(0);

    private static string Day(int offset)
        => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(offset)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<long?> FinishedAsync(string day)
        => Service.QueryAsync(db => db.GetTable<ReconciliationRow>()
            .Where(r => r.Day == day).Select(static r => r.FinishedUs).SingleAsync());

    [Fact]
    public async Task Reconcile_PaymentOnlyTheGatewayHas_GoesToReview()
    {
        var uid = PaymentsApi.NewName("stranger");
        await Gateway.ChargeDirectlyAsync(uid);

        await ReconcileAsync();
        await ReconcileAsync();

        Assert.Equal(ReviewKinds.GatewayOnly, Assert.Single(await Service.ReviewsOfAsync(uid)).Kind);
    }

    [Fact]
    public async Task Reconcile_PaymentOnlyWeHave_GoesToReview()
    {
        var key = await Api.NewPaymentAsync();
        var id = Guid.NewGuid().ToString("N");
        await Service.QueryAsync(db => db.GetTable<Payment>().Where(p => p.IdempotencyKey == key)
            .Set(static p => p.Id, id).Set(static p => p.CreatedUs, 0).UpdateAsync());

        await ReconcileAsync();

        var review = Assert.Single(await Service.ReviewsOfAsync(id));
        Assert.Equal((ReviewKinds.OursOnly, $"PAY-{key}"), (review.Kind, review.PaymentId));
        var open = (await Api.SendAsync(HttpMethod.Get, "/leasehold/reviews?limit=1000")).Body.EnumerateArray();
        Assert.Contains(open, item => item.GetProperty("operation_id").GetString() == id);
    }

    [Fact]
    public async Task Reconcile_RefundOnlyTheGatewayHas_GoesToReview()
    {
        var key = await Api.NewPaymentAsync();
        await Gateway.RefundDirectlyAsync((await Api.ReadPaymentAsync(key))["transaction_id"]!);

        await ReconcileAsync();

        var review = Assert.Single(await Service.ReviewsOfAsync(await Service.OperationIdAsync(key)));
        Assert.Equal(ReviewKinds.RefundMismatch, review.Kind);
    }

    [Fact]
    public async Task Reconcile_PaymentBothHave_IsTickedOffWithoutAskingForIt()
    {
        var key = await Api.NewPaymentAsync();
        var id = await Service.OperationIdAsync(key);

        await ReconcileAsync();

        Assert.Empty(await Service.ReviewsOfAsync(id));
        Assert.NotNull(await Service.QueryAsync(db =>
            db.GetTable<Payment>().Where(p => p.Id == id).Select(static p => p.CheckedUs).SingleAsync()));
        Assert.Equal("request, answer", LogRow.DirectionsOf(await Service.GatewayLogAsync(id)));
    }

    [Fact]
    public async Task Reconcile_Done_IsListed()
    {
        var ended = Day(-2);
        Assert.Equal(204, (await Api.SendAsync(HttpMethod.Post, $"/leasehold/reconciliations/{ended}")).Status);

        var days = (await Api.SendAsync(HttpMethod.Get, "/leasehold/reconciliations")).Body.EnumerateArray();

        var day = Assert.Single(days, d => d.GetProperty("day").GetString() == ended);
        Assert.True(day.GetProperty("was_listed").GetBoolean());
        Assert.NotNull(day.GetProperty("finished_at").GetString());
    }

    [Fact]
    public async Task Reconcile_DayThatGoesOn_IsComparedAndStaysOpen()
    {
        await ReconcileAsync();
        var early = await FinishedAsync(Today);
        var uid = PaymentsApi.NewName("stranger");
        await Gateway.ChargeDirectlyAsync(uid);
        await ReconcileAsync();

        Assert.Equal((null, null), (early, await FinishedAsync(Today)));
        Assert.Equal(ReviewKinds.GatewayOnly, Assert.Single(await Service.ReviewsOfAsync(uid)).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task Reconcile_DayThatHasNotBegun_Is409AndNotTakenUp(int days)
    {
        var later = Day(days);

        Assert.Equal(409, (await Api.SendAsync(HttpMethod.Post, $"/leasehold/reconciliations/{later}")).Status);
        Assert.Equal(
            0, await Service.QueryAsync(db => db.GetTable<ReconciliationRow>().CountAsync(r => r.Day == later)));
    }

    [Fact]
    public async Task Reviews_Resolved_LeavesTheOpenList()
    {
        var uid = PaymentsApi.NewName("stranger");
        await Gateway.ChargeDirectlyAsync(uid);
        await ReconcileAsync();
        var id = Assert.Single(await Service.ReviewsOfAsync(uid)).Id;

        var reply = await Api.SendAsync(
            HttpMethod.Post, $"/leasehold/reviews/{id}/resolve", """{"note":"refunded by hand"}""");

        Assert.Equal((200, "resolved", "refunded by hand"), (reply.Status, reply["status"], reply["note"]));
        await ReconcileAsync();
        Assert.Equal(ReviewRow.Resolved, Assert.Single(await Service.ReviewsOfAsync(uid)).Status);
        Assert.Equal(404, (await Api.SendAsync(HttpMethod.Post, "/leasehold/reviews/nope/resolve")).Status);
    }

    [Fact]
    public async Task Reconcile_NoDate_Is400()
        => Assert.Equal(400, (await Api.SendAsync(HttpMethod.Post, "/leasehold/reconciliations/yesterday")).Status);

    private async Task ReconcileAsync()
        => Assert.Equal(204, (await Api.SendAsync(HttpMethod.Post, $"/leasehold/reconciliations/{Today}")).Status);
}
