namespace EfCoreOrders;

/// <summary>What a caller posts.</summary>
public sealed record NewOrder(string Number, decimal Total);
