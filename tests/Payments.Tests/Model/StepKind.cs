namespace Leasehold.Payments.Tests.Model;

/// <summary>What a sequence is made of.</summary>
internal enum StepKind
{
    Pay,

    /// <summary>The payment's request once more, under its key.</summary>
    Repeat,
    Cancel,
    Verify,
    Refund,
    RefundAll,
}
