namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>A payment as the service's table has it; amounts are in minor units, which KRW has none of.</summary>
internal sealed record PaymentRow(
    string Id, string OrderNumber, string Status, decimal Amount, decimal Refunded, decimal Reserved)
{
    public bool IsOpen => Status is "pending" or "processing";

    public bool HasMoney => Status is "completed" or "refund_processing" or "partially_refunded" or "refunded";
}
