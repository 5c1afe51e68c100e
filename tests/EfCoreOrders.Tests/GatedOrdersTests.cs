extern alias Gated;

namespace EfCoreOrders.Tests;

/// <summary>The application with two lines more: its tests pass unchanged.</summary>
public sealed class GatedOrdersTests : OrdersTests<Gated::EfCoreOrders.OrdersContext>;
