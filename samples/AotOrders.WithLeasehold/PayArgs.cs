namespace AotOrders;

/// <summary>What a payment needs.</summary>
/// <param name="Number">The order's.</param>
internal sealed record PayArgs(string Number);
