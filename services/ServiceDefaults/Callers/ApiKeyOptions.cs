namespace Leasehold.ServiceDefaults.Callers;

/// <summary>One API key, by its hash.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>Names the key in logs.</summary>
    /// <value>Required, 1 to 50 of <c>A–Z a–z 0–9 - _ .</c>, unique.</value>
    public string Name { get; set; } = "";

    /// <summary>The tenant whose data the key reaches.</summary>
    /// <value>Required, 1 to 50 of <c>A–Z a–z 0–9 - _ .</c>.</value>
    public string Tenant { get; set; } = "";

    /// <summary>The SHA-256 of the key; see <see cref="ApiKeys"/>.</summary>
    /// <value>Required, 64 hexadecimal or 44 Base64 characters, unique.</value>
    public string Hash { get; set; } = "";

    /// <summary>What the key may do beyond calling the API.</summary>
    /// <value>None; <c>operator</c> opens snapshot, metrics, API reference and dashboard.</value>
    public IList<string> Roles { get; } = [];

    /// <summary>Takes the key out of force without removing it.</summary>
    /// <value>false.</value>
    public bool Disabled { get; set; }
}
