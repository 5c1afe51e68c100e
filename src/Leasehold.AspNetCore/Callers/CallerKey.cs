namespace Leasehold.AspNetCore;

/// <summary>One API key, by its hash.</summary>
public sealed class CallerKey
{
    /// <summary>Names the key in logs.</summary>
    /// <value>Required, 1 to 50 of <c>A–Z a–z 0–9 - _ .</c>, unique.</value>
    public string Name { get; set; } = "";

    /// <summary>The tenant whose data the key reaches.</summary>
    /// <value>Required, 1 to 50 of <c>A–Z a–z 0–9 - _ .</c>.</value>
    public string Tenant { get; set; } = "";

    /// <summary>SHA-256 of the key, hexadecimal (64 characters) or Base64 (44 characters); see <see cref="ApiKeys"/>.</summary>
    public string Hash { get; set; } = "";

    /// <summary>What the key may do beyond calling the API: <c>operator</c> opens snapshot, API reference and dashboard.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>Takes the key out of force without removing it.</summary>
    /// <value>false.</value>
    public bool Disabled { get; set; }
}
