namespace Leasehold.AspNetCore;

/// <summary>The names by which authentication and authorization know Leasehold's callers.</summary>
public static class CallerDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "Leasehold";

    /// <summary>The authorization policy that guards snapshot, API reference and dashboard.</summary>
    /// <remarks>Define a policy of this name yourself where callers are authenticated by something else.</remarks>
    public const string OperatorPolicy = "Leasehold.Operator";

    /// <summary>The role that policy asks for.</summary>
    public const string OperatorRole = "operator";

    /// <summary>The claim that holds the tenant.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>The tenant of callers on this machine where no keys are configured.</summary>
    public const string LocalTenant = "local";
}
