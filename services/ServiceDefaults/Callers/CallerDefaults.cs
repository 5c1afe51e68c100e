namespace Leasehold.ServiceDefaults.Callers;

/// <summary>The names by which authentication and authorization know the services' callers.</summary>
public static class CallerDefaults
{
    /// <summary>The authentication scheme: API keys, in the header of each request.</summary>
    public const string AuthenticationScheme = "Leasehold";

    /// <summary>The authorization policy that guards snapshot, metrics and API reference.</summary>
    public const string OperatorPolicy = "Leasehold.Operator";

    /// <summary>The authorization policy of pages for a browser: a key in the header, or shown in a form.</summary>
    public const string PagePolicy = "Leasehold.OperatorPage";

    /// <summary>The role that both policies ask for.</summary>
    public const string OperatorRole = "operator";

    /// <summary>The claim that holds the tenant.</summary>
    public const string TenantClaim = "tenant";

    /// <summary>The tenant of callers on this machine where no keys are configured, in Development.</summary>
    public const string LocalTenant = "local";

    /// <summary>The claim that holds the hash of the key that was shown.</summary>
    internal const string HashClaim = "leasehold_key";

    /// <summary>The authentication scheme of pages, which picks the header's or the cookie's.</summary>
    internal const string PageScheme = "Leasehold.Page";

    /// <summary>The authentication scheme of an operator who has shown the key in the form.</summary>
    internal const string CookieScheme = "Leasehold.Cookie";
}
