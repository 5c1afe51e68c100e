namespace AotOrders;

/// <summary>One order.</summary>
/// <param name="Number">What the customer calls it.</param>
/// <param name="Status">How far it is.</param>
public sealed record Order(string Number, string Status);
