namespace AotOrders;

/// <summary>Stands in for a payment provider.</summary>
internal sealed class Gateway
{
    private int _calls;

    public async Task<string> ChargeAsync(string number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return $"receipt-{number}-{Interlocked.Increment(ref _calls)}";
    }
}
