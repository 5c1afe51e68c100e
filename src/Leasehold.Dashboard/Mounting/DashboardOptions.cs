using System.Security.Claims;

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

    /// <summary>
    /// Asked for each open page every five seconds, and before anything is done from it: whether its caller would be
    /// let in still. A page whose caller would not is loaded anew, and the application's authorization answers.
    /// </summary>
    /// <value>
    /// Null by default: whoever was let in stays until the page is closed. It is called from several threads at once.
    /// </value>
    public Func<ClaimsPrincipal, bool>? IsStillAdmitted { get; set; }

    /// <summary>Where the button "Sign out" posts to, relative to the dashboard's path or from the root.</summary>
    /// <value>Null by default: no button.</value>
    public string? SignOutPath { get; set; }
}
