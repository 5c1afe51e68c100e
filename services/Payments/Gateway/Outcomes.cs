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

    /// <summary>Proven by a look-up after the grace period: nothing was charged or refunded, nor will be.</summary>
    public const string NeverArrived = "never_arrived";

    private const int MaxLength = 64;

    /// <summary>The gateway answered about something else than was asked: a person has to look.</summary>
    public const string Review = "review";

    public static string OfStatus(int status) => $"http_{status}";

    /// <summary>A reason as rows may keep it: one that is no code of ours is cut to their width.</summary>
    public static string Code(string? reason)
        => reason is null ? "unknown" : reason.Length > MaxLength ? reason[..MaxLength] : reason;

    public static bool IsReview(string? outcome)
        => outcome?.StartsWith(Review, StringComparison.Ordinal) == true;

    public static string ReviewOf(string member) => $"{Review}_{member}";
}
