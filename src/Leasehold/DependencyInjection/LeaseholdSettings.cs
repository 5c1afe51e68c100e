namespace Leasehold;

/// <summary>
/// What <c>builder.AddLeasehold("name")</c> adds beside the pools, bound from <c>Leasehold</c>
/// (<c>Leasehold:Databases:{name}</c> for a keyed one).
/// </summary>
public sealed class LeaseholdSettings
{
    /// <summary>Which of the referenced databases it is, where the connection string does not tell.</summary>
    /// <value>Null; or PostgreSql, MySql, Sqlite or SqlServer.</value>
    public string? Provider { get; set; }

    /// <summary>Whether the health check <c>leasehold</c> is left out; one that another database asks for stays.
    /// </summary>
    /// <value>False.</value>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether the metrics are left out of what the application exports.</summary>
    /// <value>False. They need the package <c>Leasehold.OpenTelemetry</c>.</value>
    public bool DisableMetrics { get; set; }

    /// <summary>Whether the spans are left out of what the application exports.</summary>
    /// <value>False. They need the package <c>Leasehold.OpenTelemetry</c>.</value>
    public bool DisableTracing { get; set; }
}
