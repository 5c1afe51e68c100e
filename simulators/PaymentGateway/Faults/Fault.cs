namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>What can go wrong with one request, in the order in which it is decided.</summary>
internal enum Fault
{
    None,

    /// <summary>429 with Retry-After; nothing is charged.</summary>
    TooManyRequests,

    /// <summary>An error status; nothing is charged.</summary>
    ErrorBefore,

    /// <summary>The connection is reset; nothing is charged.</summary>
    DropBefore,

    /// <summary>The connection is held open without an answer; nothing is charged.</summary>
    HangBefore,

    /// <summary>200 with status failed.</summary>
    Decline,

    /// <summary>402 with a problem.</summary>
    Decline402,

    /// <summary>Charged, then an error status.</summary>
    ErrorAfter,

    /// <summary>Charged, then the connection is reset.</summary>
    DropAfter,

    /// <summary>Charged, then the connection is held open without an answer.</summary>
    HangAfter,

    /// <summary>Charged, then a 200 whose JSON breaks off.</summary>
    Malformed,

    /// <summary>Charged, then a 200 whose amount is one minor unit too high.</summary>
    WrongAmount,

    /// <summary>Charged, then the right answer byte by byte.</summary>
    Drip,
}
