using System.Globalization;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.ServiceDefaults.Settings;

/// <summary>One plain variable, such as API_POOL_SIZE, and the settings it stands for.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Translate">Its value as configuration keys and values.</param>
public sealed record PlainVariable(string Name, Func<string, IEnumerable<KeyValuePair<string, string?>>> Translate)
{
    private const string AcquireTimeout = ":AcquireTimeout";

    /// <summary>As long as the pools' clock reaches; who waits longer waits for ever.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    /// <summary>The shortest wait that a pool knows: 0 means not to wait.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>The default of the pools' FinishingTimeout, which is never below their AcquireTimeout.</summary>
    private static readonly TimeSpan FinishingWait = TimeSpan.FromMinutes(5);

    /// <summary>Whether an empty value says something; else it is as if the variable were not set.</summary>
    /// <value>False.</value>
    public bool MayBeEmpty { get; init; }

    /// <summary>The variables that every service has.</summary>
    public static IReadOnlyList<PlainVariable> OfEveryService { get; } =
    [
        new("DATABASE_URL", static text => DatabaseUrl.Parse(text).ToConfiguration()),

        // The journal of durable operations has tables of its own.
        new("TABLE_PREFIX", static text =>
        [
            KeyValuePair.Create<string, string?>("Leasehold:Database:TablePrefix", text),
            KeyValuePair.Create<string, string?>("Leasehold:Durable:TablePrefix", text),
        ]),
        Text("MESSAGE_LANGUAGE", "Leasehold:Messages:Language"),
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

    /// <summary>What a setting that a plain variable stands for needs beside it.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> ImpliedBy(string key, string? value)
        => key.EndsWith(AcquireTimeout, StringComparison.Ordinal)
            && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var wait)
            && wait > FinishingWait
                ? [KeyValuePair.Create<string, string?>(
                    $"{key[..^AcquireTimeout.Length]}:FinishingTimeout", value)]
                : [];

    private static PlainVariable Seconds(string name, string key)
        => new(name, text => decimal.TryParse(
                text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                ? [KeyValuePair.Create<string, string?>(
                    key, Wait(seconds).ToString("c", CultureInfo.InvariantCulture))]
                : throw new ServiceStartException($"{name} must be a number of seconds, was '{text}'."));

    private static TimeSpan Wait(decimal seconds)
        => seconds >= (decimal)LongestWait.TotalSeconds ? LongestWait
            : seconds <= (decimal)ShortestWait.TotalSeconds ? ShortestWait
            : TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
}
