namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>What can go wrong with one request, in the order it is drawn.</summary>
internal enum Fault
{
    None,
    TooManyRequests,
    ErrorBefore,
    DropBefore,
    HangBefore,
    ErrorAfter,
    DropAfter,
    HangAfter,
    Malformed,
}
