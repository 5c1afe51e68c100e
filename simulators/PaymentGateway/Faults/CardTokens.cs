namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>The card tokens that name their own fault, whatever the settings say.</summary>
internal static class CardTokens
{
    public static Fault FaultOf(string cardToken) => cardToken switch
    {
        "tok_declined" => Fault.Decline,
        "tok_declined_402" => Fault.Decline402,
        "tok_rate_limited" => Fault.TooManyRequests,
        "tok_error_before" => Fault.ErrorBefore,
        "tok_drop_before" => Fault.DropBefore,
        "tok_hang_before" => Fault.HangBefore,
        "tok_error_after" => Fault.ErrorAfter,
        "tok_drop_after" => Fault.DropAfter,
        "tok_timeout" => Fault.HangAfter,
        "tok_malformed" => Fault.Malformed,
        "tok_wrong_amount" => Fault.WrongAmount,
        "tok_drip" => Fault.Drip,
        _ => Fault.None,
    };
}
