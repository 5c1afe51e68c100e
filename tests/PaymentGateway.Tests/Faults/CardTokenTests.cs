using System.Net;
using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

/// <summary>Tokens that name their own fault, without any setting.</summary>
public sealed class CardTokenTests
{
    [Theory]
    [InlineData("tok_visa", 200, 1)]
    [InlineData("tok_declined", 200, 0)]
    [InlineData("tok_declined_402", 402, 0)]
    [InlineData("tok_rate_limited", 429, 0)]
    [InlineData("tok_error_before", 500, 0)]
    [InlineData("tok_error_after", 500, 1)]
    public async Task Token_OfAStatus_AnswersItAndChargesOrNot(string token, int status, int charges)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", cardToken: token);

        Assert.Equal((HttpStatusCode)status, reply.Status);
        Assert.Equal(charges, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Theory]
    [InlineData("tok_drop_before", 0)]
    [InlineData("tok_drop_after", 1)]
    public async Task Token_OfADrop_BreaksTheConnection(string token, int charges)
    {
        await using var gateway = await RunningGateway.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.ChargeAsync("op-1", cardToken: token));

        Assert.Equal(charges, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Theory]
    [InlineData("tok_hang_before", 0)]
    [InlineData("tok_timeout", 1)]
    public async Task Token_OfAHang_NeverAnswers(string token, int charges)
    {
        await using var gateway = await RunningGateway.StartAsync();

        await Hanging.AssertAsync(
            gateway, cancel => gateway.Client.ChargeAsync("op-1", cardToken: token, cancellationToken: cancel));

        Assert.Equal(charges, await gateway.Client.LedgerTotalAsync("charges", "op-1"));
    }

    [Fact]
    public async Task Token_Timeout_NeverAnswersARepeatEither()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await Hanging.AssertAsync(
            gateway,
            cancel => gateway.Client.ChargeAsync("op-1", cardToken: "tok_timeout", cancellationToken: cancel));

        await Hanging.AssertAsync(
            gateway,
            cancel => gateway.Client.ChargeAsync("op-1", cardToken: "tok_timeout", cancellationToken: cancel));

        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges", "op-1"));
    }

    [Fact]
    public async Task Token_WrongAmount_AnswersOneTooMuch()
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal("50001", (await gateway.Client.ChargeAsync("op-1", cardToken: "tok_wrong_amount"))["amount"]);
    }

    [Fact]
    public async Task Token_Malformed_DoesNotParse()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.ChargeAsync("op-1", cardToken: "tok_malformed");

        Assert.ThrowsAny<JsonException>(() => reply.Json);
    }
}
