using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>The order routes.</summary>
public abstract class OrderSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Create_ValidOrder_IsPendingAndHasAnAddress()
    {
        var number = PaymentsApi.NewName("ORD");

        var reply = await Api.CreateOrderAsync(number, "15000");

        Assert.Equal(201, reply.Status);
        Assert.Equal($"/api/v1/orders/{number}", reply.Headers.Location?.ToString());
        Assert.Equal("pending", reply["status"]);
        Assert.Equal("15000", reply["total_amount"]);
    }

    [Fact]
    public async Task Create_NoCurrency_IsInWon()
    {
        var reply = await Api.SendAsync(HttpMethod.Post, "/api/v1/orders",
            $$"""
            {"order_number":"{{PaymentsApi.NewName("ORD")}}","customer_id":"c","total_amount":"1000","unknown":1}
            """);

        Assert.Equal((201, "KRW"), (reply.Status, reply["currency"]));
    }

    [Fact]
    public async Task Create_Dollars_KeepsBothDecimals()
    {
        var number = PaymentsApi.NewName("ORD");
        await Api.CreateOrderAsync(number, "10.5", "USD");

        Assert.Equal("10.50", (await Api.ReadOrderAsync(number))["total_amount"]);
    }

    [Fact]
    public async Task Create_NumberThatExists_Is409()
    {
        var number = await Api.NewOrderAsync();

        Assert.Equal(409, (await Api.CreateOrderAsync(number, "15000")).Status);
    }

    [Fact]
    public async Task Create_SameNumberInParallel_OneIsCreated()
    {
        var number = PaymentsApi.NewName("ORD");

        var replies = await InParallelAsync(20, _ => Api.CreateOrderAsync(number, "15000"));

        Assert.Equal(1, replies.Count(static r => r.Status == 201));
        Assert.Equal(19, replies.Count(static r => r.Status == 409));
    }

    [Fact]
    public async Task Create_NumbersThatDifferInCase_AreTwoOrders()
    {
        var number = PaymentsApi.NewName("Ord");

        Assert.Equal(201, (await Api.CreateOrderAsync(number, "100")).Status);
        Assert.Equal(201, (await Api.CreateOrderAsync(number.ToUpperInvariant(), "200")).Status);
        Assert.Equal("100", (await Api.ReadOrderAsync(number))["total_amount"]);
    }

    [Fact]
    public async Task Read_Times_AreUtcWithMicroseconds()
    {
        var reply = await Api.ReadOrderAsync(await Api.NewOrderAsync());

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", reply["created_at"]);
        Assert.Equal(reply["created_at"], reply["updated_at"]);
    }

    [Theory]
    [InlineData("ORD-nope")]
    [InlineData("no%20such%20number")]
    public async Task Read_UnknownOrder_Is404(string number)
        => Assert.Equal(404, (await Api.ReadOrderAsync(number)).Status);

    [Fact]
    public async Task Cancel_PendingOrder_IsCancelledOnce()
    {
        var number = await Api.NewOrderAsync();

        var first = await Api.CancelAsync(number);
        var second = await Api.CancelAsync(number);

        Assert.Equal((200, "cancelled"), (first.Status, first["status"]));
        Assert.Equal(409, second.Status);
    }

    [Fact]
    public async Task Cancel_OrderWhosePaymentFailed_IsCancelled()
    {
        var number = await Api.NewOrderAsync();
        await Api.PayAsync(number, NewKey(), token: "tok_declined");

        Assert.Equal(200, (await Api.CancelAsync(number)).Status);
    }

    [Fact]
    public async Task Cancel_PaidOrder_Is409()
    {
        var number = await Api.NewOrderAsync();
        await Api.PayAsync(number, NewKey());

        Assert.Equal(409, (await Api.CancelAsync(number)).Status);
        Assert.Equal("paid", await Api.OrderStatusAsync(number));
    }

    [Fact]
    public async Task Cancel_UnknownOrder_Is404()
        => Assert.Equal(404, (await Api.CancelAsync("ORD-nope")).Status);
}
