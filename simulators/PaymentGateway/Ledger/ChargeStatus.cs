namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>How a payment was decided; the numbers are stored.</summary>
internal enum ChargeStatus
{
    Charged = 0,
    Declined = 1,

    /// <summary>Declined, and answered with 402, on every repeat too.</summary>
    Declined402 = 2,
}
