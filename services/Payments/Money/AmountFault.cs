namespace Leasehold.Payments.Money;

/// <summary>Why an amount was not accepted.</summary>
internal enum AmountFault
{
    UnknownCurrency,
    NotANumber,
    NotPositive,
    TooPrecise,
    TooLarge,
}
