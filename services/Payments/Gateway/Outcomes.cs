namespace Leasehold.Payments.Gateway;

/// <summary>Why an outcome is what it is: codes that rows and log keep. At most 64 characters.</summary>
internal static class Outcomes
{
    public const string Succeeded = "succeeded";
    public const string Declined = "declined";
    public const string Timeout = "timeout";
    public const string Stopping = "stopping";
    public const string ConnectionFailed = "connection_failed";
    /// <summary>A look-up that found nothing. It proves nothing before the grace period is over.</summary>
    public const string NotFound = "not_found";
    public const string Unreadable = "unreadable_answer";
    public const string AlreadyRefunded = "already_refunded";
    public const string OutcomeNotSaved = "outcome_not_saved";

    /// <summary>The gateway answered about something else than was asked: a person has to look.</summary>
    public const string Review = "review";

    public static string OfStatus(int status) => $"http_{status}";

    public static bool IsReview(string? outcome)
        => outcome?.StartsWith(Review, StringComparison.Ordinal) == true;

    public static string ReviewOf(string member) => $"{Review}_{member}";
}
