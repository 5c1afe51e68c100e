namespace Leasehold.Payments.Days;

/// <summary>Which days settlements and reconciliation go by, bound from <c>Payments</c>.</summary>
internal sealed class DayOptions
{
    public const string Section = "Payments";

    /// <value>UTC; an IANA time zone of the machine, such as <c>Asia/Seoul</c>.</value>
    public string TimeZone { get; set; } = "UTC";
}
