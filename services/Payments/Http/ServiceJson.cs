using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Leasehold.Payments.Operators;
using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Process;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Reconciliation;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.Settlements;

namespace Leasehold.Payments.Http;

/// <summary>The JSON of the service: snake_case, unknown members ignored, a member given twice refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(ProcessRequest))]
[JsonSerializable(typeof(PaymentAnswer))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundAnswer))]
[JsonSerializable(typeof(SettlementAnswer))]
[JsonSerializable(typeof(List<OperationAnswer>))]
[JsonSerializable(typeof(List<ReviewAnswer>))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(List<ReconciliationAnswer>))]
internal sealed partial class ServiceJson : JsonSerializerContext
{
    /// <summary>Leaves Korean as it is; everything that HTML could trip over is still escaped.</summary>
    public static JavaScriptEncoder Encoder { get; } = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>What answers are written with.</summary>
    public static ServiceJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = Encoder,
        Converters = { new UtcTimeConverter() },
    });
}
