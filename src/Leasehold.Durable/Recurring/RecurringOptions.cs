using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>When an operation recurs, bound from <c>Leasehold:Durable:Recurring:{name}</c>.</summary>
public sealed class RecurringOptions
{
    /// <summary>When, as a cron expression.</summary>
    /// <value>Five fields, or six that begin with the seconds; <c>@daily</c> and the like too.</value>
    [Required, StringLength(100, MinimumLength = 1)]
    public string Cron { get; set; } = "";

    /// <summary>The time zone that the expression is meant in.</summary>
    /// <value>UTC; an IANA name such as <c>Asia/Seoul</c>.</value>
    [Required, StringLength(100, MinimumLength = 1)]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What becomes of missed occurrences.</summary>
    /// <value><see cref="MissedOccurrences.Latest"/>.</value>
    [EnumDataType(typeof(MissedOccurrences))]
    public MissedOccurrences Missed { get; set; }

    /// <summary>How late an occurrence may be written before it counts as missed.</summary>
    /// <value>1 min; 1 s to 1 day.</value>
    [Duration("00:00:01", "1.00:00:00")]
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(1);
}
