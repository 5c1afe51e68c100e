namespace Leasehold.Payments;

/// <summary>
/// This assembly's log lines: event ids 5000 to 5099, never reused. No secret, card token or address in any of them; of
/// a caller's texts the ids alone.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Warning, "The outcome of payment operation {OperationId} is unknown: {Reason}.")]
    public static partial void OutcomeUnknown(ILogger logger, string operationId, string reason);

    [LoggerMessage(5002, LogLevel.Error,
        "Operation {OperationId} was settled by someone else before its outcome ({Outcome}) came, "
        + "which is kept in the log.")]
    public static partial void OutcomeTooLate(ILogger logger, string operationId, string outcome);

    [LoggerMessage(5003, LogLevel.Error,
        "Operation {OperationId} needs a person to look at it ({Reason}); see /leasehold/reviews.")]
    public static partial void ReviewNeeded(ILogger logger, string operationId, string reason);

    [LoggerMessage(5004, LogLevel.Warning, "The outcome of refund operation {OperationId} is unknown: {Reason}.")]
    public static partial void RefundUnknown(ILogger logger, string operationId, string reason);

    [LoggerMessage(EventId = 5008, Message =
        "Payment {PaymentId} is {Status} ({Reason}), {ElapsedMs} ms after it was begun. Operation {OperationId}.")]
    public static partial void PaymentSettled(
        ILogger logger, LogLevel level, string paymentId, string status, string reason, double elapsedMs,
        string operationId);

    [LoggerMessage(EventId = 5009, Message =
        "The refund of payment {PaymentId} has {Status} ({Reason}), {ElapsedMs} ms after it was begun; the payment is "
        + "{PaymentStatus}. Operation {OperationId}.")]
    public static partial void RefundSettled(
        ILogger logger, LogLevel level, string paymentId, string status, string reason, double elapsedMs,
        string paymentStatus, string operationId);

    [LoggerMessage(5005, LogLevel.Information,
        "{Day} is reconciled with the gateway: {Payments} payments compared; the gateway has a list: {WasListed}; "
        + "the day is closed: {IsClosed}.")]
    public static partial void DayReconciled(
        ILogger logger, string day, long payments, bool wasListed, bool isClosed);

    [LoggerMessage(5006, LogLevel.Warning,
        "The gateway's list of {Day} could not be read ({Reason}): each payment is asked for by itself, and the "
        + "day stays open for another try.")]
    public static partial void ListingFailed(ILogger logger, string day, string reason);

    [LoggerMessage(5010, LogLevel.Warning,
        "The gateway is called with the simulator's well-known development key. "
        + "Set PAYMENT_GATEWAY_KEY for a real one.")]
    public static partial void DevelopmentKey(ILogger logger);

    [LoggerMessage(5011, LogLevel.Warning,
        "There is no webhook secret, so every webhook is answered 401. Set PAYMENT_WEBHOOK_SECRET to take them.")]
    public static partial void NoWebhookSecret(ILogger logger);
}
