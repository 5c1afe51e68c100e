using System.Net.Http.Headers;
using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.Scenarios.Surroundings;

/// <summary>The API key by which the scenarios call the services, which run as in production.</summary>
internal static class ScenarioCaller
{
    private static readonly NewApiKey Key = ApiKeys.Create();

    public static AuthenticationHeaderValue Authorization { get; } = new("Bearer", Key.Key);

    /// <summary>What a service is told: the key, and no limit to how often it may ask.</summary>
    public static IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>(
        StringComparer.Ordinal)
    {
        ["Leasehold__Keys__0__Name"] = "scenario",
        ["Leasehold__Keys__0__Tenant"] = ScenarioDatabase.Tenant,
        ["Leasehold__Keys__0__Hash"] = Key.Hash,
        ["Leasehold__Keys__0__Roles__0"] = CallerDefaults.OperatorRole,
        ["Leasehold__RateLimit__PerSecond"] = "0",
    };
}
