namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>The rules of the fault settings, the same for configuration and for the control route.</summary>
internal static class FaultSettingsCheck
{
    private const int MaxDelayMs = 600_000;
    private const int MaxNext = 1_000_000;

    /// <summary>Each broken rule with the path of its setting, in configuration's spelling.</summary>
    public static IEnumerable<(string Path, string Rule)> Broken(FaultSettings settings) =>
        Within(nameof(settings.LatencyMs), settings.LatencyMs, 0, MaxDelayMs)
            .Concat(Within(nameof(settings.LatencySpreadMs), settings.LatencySpreadMs, 0, MaxDelayMs))
            .Concat(Within(nameof(settings.ErrorStatus), settings.ErrorStatus, 500, 599))
            .Concat(settings.Before().Concat(settings.After())
                .SelectMany(static entry => Of(entry.Fault, entry.Chance)));

    private static IEnumerable<(string Path, string Rule)> Of(Fault fault, Chance chance) =>
        chance.Rate is >= 0 and <= 1
            ? Within($"{fault}:{nameof(chance.Next)}", chance.Next, 0, MaxNext)
            : [($"{fault}:{nameof(chance.Rate)}", $"must be from 0 to 1, was {chance.Rate}")];

    private static IEnumerable<(string Path, string Rule)> Within(string name, int value, int from, int to) =>
        value >= from && value <= to ? [] : [(name, $"must be from {from} to {to}, was {value}")];
}
