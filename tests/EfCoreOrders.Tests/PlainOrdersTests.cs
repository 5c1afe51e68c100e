extern alias Plain;

namespace EfCoreOrders.Tests;

/// <summary>The application as it was written.</summary>
public sealed class PlainOrdersTests : OrdersTests<Plain::EfCoreOrders.OrdersContext>;
