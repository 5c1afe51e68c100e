namespace Leasehold.CrashLab.Tests.Oracle;

/// <summary>A refund as the service's table has it.</summary>
internal sealed record RefundRow(string Id, string PaymentId, string Status, decimal Amount);
