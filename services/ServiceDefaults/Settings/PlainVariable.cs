using System.Globalization;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.ServiceDefaults.Settings;

/// <summary>One plain variable, such as API_POOL_SIZE, and the settings it stands for.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Translate">Its value as configuration keys and values.</param>
public sealed record PlainVariable(string Name, Func<string, IEnumerable<KeyValuePair<string, string?>>> Translate)
{
    /// <summary>The variables that every service has.</summary>
    public static IReadOnlyList<PlainVariable> OfEveryService { get; } =
    [
        new("DATABASE_URL", static text => DatabaseUrl.Parse(text).ToConfiguration()),
        Number("API_POOL_SIZE", "Leasehold:Pools:Api:Size"),
        Number("API_POOL_MAX_OVERFLOW", "Leasehold:Pools:Api:MaxOverflow"),
        Seconds("API_POOL_TIMEOUT", "Leasehold:Pools:Api:AcquireTimeout"),
        Number("BG_POOL_SIZE", "Leasehold:Pools:Background:Size"),
        Number("BG_POOL_MAX_OVERFLOW", "Leasehold:Pools:Background:MaxOverflow"),
        Seconds("BG_POOL_TIMEOUT", "Leasehold:Pools:Background:AcquireTimeout"),
    ];

    /// <summary>A variable whose value is taken as it is.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="key">The configuration key.</param>
    public static PlainVariable Text(string name, string key)
        => new(name, text => [KeyValuePair.Create<string, string?>(key, text)]);

    private static PlainVariable Number(string name, string key)
        => new(name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? [KeyValuePair.Create<string, string?>(key, text)]
            : throw new ServiceStartException($"{name} must be a whole number, was '{text}'."));

    private static PlainVariable Seconds(string name, string key)
        => new(name, text => decimal.TryParse(
                text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= 86_400
                ? [KeyValuePair.Create<string, string?>(
                    key, TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)).ToString("c",
                        CultureInfo.InvariantCulture))]
                : throw new ServiceStartException($"{name} must be a number of seconds, was '{text}'."));
}
