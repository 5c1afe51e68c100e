using Leasehold.Payments.States;

namespace Leasehold.Payments.Tests.States;

public sealed class TransitionsTests
{
    [Theory]
    [InlineData(OrderStates.Refunded)]
    [InlineData(OrderStates.Cancelled)]
    public void OfOrders_TerminalState_LeadsNowhere(string state)
        => Assert.DoesNotContain(Transitions.OfOrders, t => t.From == state);

    [Theory]
    [InlineData(PaymentStates.Failed)]
    [InlineData(PaymentStates.Refunded)]
    [InlineData(PaymentStates.Cancelled)]
    public void OfPayments_TerminalState_LeadsNowhere(string state)
        => Assert.DoesNotContain(Transitions.OfPayments, t => t.From == state);

    [Fact]
    public void OfPayments_FailureAfterSuccess_IsNoTransition()
        => Assert.Equal([PaymentStates.Processing], Transitions.OfPayments.Into(PaymentStates.Failed),
            StringComparer.Ordinal);

    [Fact]
    public void OfOrders_BeingPaid_ComesFromPayableStatesOnly()
        => Assert.Equal(
            [OrderStates.Pending, OrderStates.PaymentFailed],
            Transitions.OfOrders.Into(OrderStates.PaymentProcessing),
            StringComparer.Ordinal);

    [Fact]
    public void Into_StateThatNothingLeadsTo_Throws()
        => Assert.Throws<ArgumentException>(() => Transitions.OfOrders.Into(OrderStates.Pending));
}
