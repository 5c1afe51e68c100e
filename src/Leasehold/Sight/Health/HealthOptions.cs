using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>How the health check asks the databases.</summary>
public sealed class HealthOptions
{
    /// <summary>The query that proves the database usable; one that reads from the schema proves that too.</summary>
    /// <value><c>SELECT 1</c>; for example <c>SELECT 1 FROM orders WHERE 1 = 0</c>.</value>
    [Required]
    public string ProbeSql { get; set; } = "SELECT 1";

    /// <summary>How long the database may take before it counts as unreachable; bounds the answer as well.</summary>
    /// <value>2 s; 100 ms to 30 s.</value>
    [Duration("00:00:00.1", "00:00:30",
        ErrorMessage = "The health check's Timeout must be 100 ms to 30 s.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
