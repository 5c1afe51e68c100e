namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>The rules of the fault settings, the same for configuration and for the control route.</summary>
internal static class FaultSettingsCheck
{
    public const int MaxDelayMs = 600_000;

    private const int MaxNext = 1_000_000;

    /// <summary>Each broken rule with the path of its setting, in configuration's spelling.</summary>
    public static IEnumerable<(string Path, string Rule)> Broken(FaultSettings settings) =>
        Delay(nameof(settings.LatencyMs), settings.LatencyMs)
            .Concat(Delay(nameof(settings.LatencySpreadMs), settings.LatencySpreadMs))
            .Concat(Delay(nameof(settings.LookupDelayMs), settings.LookupDelayMs))
            .Concat(Operation(nameof(settings.Charges), settings.Charges))
            .Concat(Operation(nameof(settings.Refunds), settings.Refunds))
            .Concat(Operation(nameof(settings.Lookups), settings.Lookups))
            .Concat(Misplaced(settings));

    private static IEnumerable<(string Path, string Rule)> Operation(string name, OperationFaults faults) =>
        Delay(nameof(faults.LatencyMs), faults.LatencyMs ?? 0)
            .Concat(Delay(nameof(faults.LatencySpreadMs), faults.LatencySpreadMs ?? 0))
            .Concat(Delay(nameof(faults.AnswerDelayMs), faults.AnswerDelayMs))
            .Concat(Delay(nameof(faults.DripIntervalMs), faults.DripIntervalMs))
            .Concat(Within(nameof(faults.ErrorStatus), faults.ErrorStatus, 500, 599))
            .Concat(faults.Chances().SelectMany(entry => Of(entry.Name, entry.Chance)))
            .Select(broken => ($"{name}:{broken.Path}", broken.Rule));

    private static IEnumerable<(string Path, string Rule)> Of(string name, Chance chance) =>
        chance.Rate is >= 0 and <= 1
            ? Within($"{name}:{nameof(chance.Next)}", chance.Next, 0, MaxNext)
            : [($"{name}:{nameof(chance.Rate)}", $"must be from 0 to 1, was {chance.Rate}")];

    private static IEnumerable<(string Path, string Rule)> Misplaced(FaultSettings settings)
    {
        (string Name, OperationFaults Faults)[] withoutCards =
            [(nameof(settings.Refunds), settings.Refunds), (nameof(settings.Lookups), settings.Lookups)];
        foreach (var (name, faults) in withoutCards.Where(entry => entry.Faults.DeclinedTokens.Count > 0))
        {
            yield return ($"{name}:{nameof(faults.DeclinedTokens)}", "belongs to Charges: only a charge has a card");
        }

        if (settings.Lookups.Decline is not { Rate: 0, Next: 0 })
        {
            yield return ($"{nameof(settings.Lookups)}:{nameof(OperationFaults.Decline)}", "a look-up is not declined");
        }

        if (settings.Lookups.Decline402 is not { Rate: 0, Next: 0 })
        {
            yield return (
                $"{nameof(settings.Lookups)}:{nameof(OperationFaults.Decline402)}", "a look-up is not declined");
        }
    }

    private static IEnumerable<(string Path, string Rule)> Delay(string name, int value) =>
        Within(name, value, 0, MaxDelayMs);

    private static IEnumerable<(string Path, string Rule)> Within(string name, int value, int from, int to) =>
        value >= from && value <= to ? [] : [(name, $"must be from {from} to {to}, was {value}")];
}
