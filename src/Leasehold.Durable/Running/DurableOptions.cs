using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>How durable operations are claimed, recovered and kept, bound from <c>Leasehold:Durable</c>.</summary>
public sealed class DurableOptions
{
    /// <summary>How long a claim on an operation lasts while its instance gives no sign of life.</summary>
    /// <value>30 s; 100 ms to 1 h. Renewed at a third of it; equal on every instance.</value>
    [Duration("00:00:00.100", "01:00:00")]
    public TimeSpan Claim { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an idle worker looks for work that nobody announced.</summary>
    /// <value>5 s, spread by a quarter; 10 ms to 1 h.</value>
    [Duration("00:00:00.010", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Operations of each kind that this instance's worker runs at a time; those that callers began do not count.
    /// </summary>
    /// <value>8; 1 to 1,000. A kind may have a number of its own.</value>
    [Range(1, 1_000)]
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>Whether this instance recovers operations; one that only starts them leaves that to others.</summary>
    /// <value>True.</value>
    public bool RunsWorker { get; set; } = true;

    /// <summary>How long completed operations are kept, for questions about them; their arguments are not.</summary>
    /// <value>7 days; 0 to 10 years. Dead letters are kept until somebody decides.</value>
    [Duration("00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often completed operations past their retention are removed, some thousand at a time.</summary>
    /// <value>1 min; 10 ms to 1 day.</value>
    [Duration("00:00:00.010", "1.00:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long calls may still run once the host is stopping; then they are handed back.</summary>
    /// <value>20 s, within the host's own 30 s; 0 to 1 h.</value>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often what calls report of their progress is written down.</summary>
    /// <value>1 s; 10 ms to 1 h.</value>
    [Duration("00:00:00.010", "01:00:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Names this instance in the journal; a random part is added, so that no two are the same.</summary>
    /// <value>The machine's name; 1 to 30 characters.</value>
    [Required, StringLength(30, MinimumLength = 1)]
    public string Instance { get; set; }
        = Environment.MachineName is { Length: > 30 } name ? name[..30] : Environment.MachineName;

    /// <summary>What stands before the names of the journal's tables, so that two can live in one database.</summary>
    /// <value>Empty; up to 20 of a-z 0-9 and _, no digit first. Equal on every instance; read once.</value>
    [RegularExpression("^([a-z_][a-z0-9_]{0,19})?$",
        ErrorMessage = "It must be up to 20 of a-z 0-9 and _, and begin with a letter or _.")]
    public string TablePrefix { get; set; } = "";

    /// <summary>The bounds of single kinds of operations, by kind.</summary>
    public IDictionary<string, DurableOperationOptions> Operations { get; }
        = new Dictionary<string, DurableOperationOptions>(StringComparer.Ordinal);

    /// <summary>When recurring operations recur, by their names.</summary>
    public IDictionary<string, RecurringOptions> Recurring { get; }
        = new Dictionary<string, RecurringOptions>(StringComparer.Ordinal);

    /// <summary>How arguments are written as JSON; set in code.</summary>
    /// <value>The web defaults.</value>
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.Web);
}
