using System.ComponentModel.DataAnnotations;

namespace Leasehold.Payments.Reconciliation;

/// <summary>
/// When and how the books are compared with the gateway's, bound from <c>Payments:Reconciliation</c>.
/// </summary>
internal sealed class ReconciliationOptions
{
    public const string Section = "Payments:Reconciliation";

    /// <summary>How often to look whether a day has ended that was not compared yet.</summary>
    /// <value>10 min; 100 ms to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00",
        ErrorMessage = "Payments:Reconciliation:Interval must be 00:00:00.100 to 1.00:00:00.")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its end a day is compared: what was begun in it has ended by then.</summary>
    /// <value>1 h; 0 to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00",
        ErrorMessage = "Payments:Reconciliation:Delay must be 00:00:00 to 1.00:00:00.")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Days to go back for those that were missed, as while the service was off.</summary>
    /// <value>7; 1 to 100.</value>
    [Range(1, 100, ErrorMessage = "Payments:Reconciliation:LookBackDays must be 1 to 100.")]
    public int LookBackDays { get; set; } = 7;

    /// <summary>Questions to the gateway at a time, where it has to be asked payment by payment.</summary>
    /// <value>4; 1 to 64.</value>
    [Range(1, 64, ErrorMessage = "Payments:Reconciliation:MaxConcurrency must be 1 to 64.")]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>Whether this instance compares at all.</summary>
    /// <value>True.</value>
    public bool IsEnabled { get; set; } = true;
}
