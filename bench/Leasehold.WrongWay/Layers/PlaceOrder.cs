namespace Leasehold.WrongWay.Layers;

/// <summary>Who reads this method alone sees neither the connection nor the call.</summary>
internal sealed class PlaceOrder(UnitOfWork work, Billing billing)
{
    public async Task HandleAsync(long order, CancellationToken cancellationToken)
    {
        await work.BeginAsync(cancellationToken);
        await billing.BillAsync(order, cancellationToken); // planted: LH0001
        await work.CommitAsync(CancellationToken.None);
    }
}
