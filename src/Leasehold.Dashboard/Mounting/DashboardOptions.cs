namespace Leasehold.Dashboard;

/// <summary>What the dashboard is told where it is mounted.</summary>
public sealed class DashboardOptions
{
    /// <summary>The name in the page's head.</summary>
    /// <value>The application's name by default.</value>
    public string? Title { get; set; }

    /// <summary>Pages that may be open at once; a further one is told to come back later.</summary>
    /// <value>50; 1 to 1,000.</value>
    /// <remarks>They share one sampler; each costs a connection to the browser and some memory.</remarks>
    public int MaxViewers
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000);
            field = value;
        }
    } = 50;
}
