namespace Leasehold.Payments.Gateway;

/// <summary>What counts as the gateway's definite "no"; what is neither that nor a success is unknown.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Declines
{
    /// <summary>
    /// At many gateways a refund is "cancelled" when the money has gone back: of a refund that word says nothing.
    /// </summary>
    private const string Cancelled = "cancelled";

    private readonly HashSet<string> _states;
    private readonly HashSet<int> _statuses;

    public Declines(GatewayOptions options)
    {
        _states = new HashSet<string>(GatewayLists.StatesOf(options.DeclinedStates), StringComparer.Ordinal);
        _statuses = [.. GatewayLists.StatusesOf(options.DeclinedStatuses)];
    }

    /// <summary>Whether an answer with this HTTP status refuses what was sent, whatever its body says.</summary>
    public bool IsDeclined(int httpStatus) => _statuses.Contains(httpStatus);

    /// <summary>Whether a payment in this state took no money.</summary>
    public bool IsDeclined(string? state) => state is not null && _states.Contains(state);

    /// <summary>Whether a refund in this state gave no money back.</summary>
    public bool IsRefundDeclined(string? state)
        => IsDeclined(state) && !string.Equals(state, Cancelled, StringComparison.Ordinal);

    /// <summary>
    /// Whether the state in a body with this HTTP status is the gateway's word about the request: not where it did not
    /// look at it (401, 407), or asks to come again (408, 425, 429).
    /// </summary>
    public static bool TellsState(int httpStatus)
        => httpStatus is (>= 200 and < 300) or (>= 400 and < 500 and not (401 or 407 or 408 or 425 or 429));
}
