using System.Text.Json.Serialization;

namespace AotOrders;

/// <summary>What durable operations keep as JSON: without reflection, as a native application has it.</summary>
[JsonSerializable(typeof(PayArgs))]
internal sealed partial class OrdersJson : JsonSerializerContext;
