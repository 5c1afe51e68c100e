namespace Leasehold.Simulators.PaymentGateway.Hosting;

/// <summary>Every log line of the gateway: events 9100 to 9199.</summary>
internal static partial class Log
{
    [LoggerMessage(9100, LogLevel.Information, "Payment gateway simulator listening on {Urls}")]
    public static partial void Listening(this ILogger logger, string urls);

    [LoggerMessage(9101, LogLevel.Information, "Ledger {Path} open with {Charges} charges")]
    public static partial void LedgerOpened(this ILogger logger, string path, int charges);

    [LoggerMessage(9102, LogLevel.Critical, "The ledger cannot be written; the gateway stops")]
    public static partial void LedgerFailed(this ILogger logger, Exception problem);
}
