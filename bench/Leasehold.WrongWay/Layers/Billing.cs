namespace Leasehold.WrongWay.Layers;

/// <summary>The layer between: nothing here tells of a connection or of a call.</summary>
internal sealed class Billing(Payments payments)
{
    public Task BillAsync(long order, CancellationToken cancellationToken) =>
        payments.ChargeAsync(order, cancellationToken);
}
