using System.Globalization;

namespace Leasehold.Payments.Gateway;

/// <summary>Reads the settings that are lists: separated by commas, white space around them ignored.</summary>
internal static class GatewayLists
{
    private const int MaxStateLength = 64;

    public static string[] StatesOf(string text) => Split(text);

    /// <summary>The statuses; what is none is left out, and refused at start-up.</summary>
    public static IEnumerable<int> StatusesOf(string text)
        => Split(text).Select(static s => TryReadStatus(s, out var status) ? status : 0).Where(static s => s > 0);

    public static bool AreStates(string text)
        => Split(text).All(static s => s.Length <= MaxStateLength
            && !s.AsSpan().ContainsAnyExceptInRange('!', '~')
            && s != ChargeReading.SuccessStatus);

    public static bool AreStatuses(string text) => Split(text).All(static s => TryReadStatus(s, out _));

    // 401 says that the key is wrong, 407 a proxy, and 408, 425 and 429 that coming again may help: none of them is
    // about the payment. Below 400 and from 500 on nothing is definite.
    private static bool TryReadStatus(string text, out int status)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status)
            && status is >= 400 and < 500 and not (401 or 407 or 408 or 425 or 429);

    private static string[] Split(string text)
        => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
