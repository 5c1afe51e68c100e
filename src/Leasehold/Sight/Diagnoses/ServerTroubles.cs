using System.Globalization;

namespace Leasehold.Sight.Diagnoses;

/// <summary>What is wrong with the server itself.</summary>
internal static class ServerTroubles
{
    public static DiagnosedServer Describe(ServerOutcome outcome) => new()
    {
        Answer = outcome.Answer,
        Name = outcome.Report?.Server,
        Took = outcome.Took,
        IsReadOnly = outcome.Report?.IsReadOnly,
        Connections = outcome.Report?.Connections,
        MaxConnections = outcome.Report?.MaxConnections,
    };

    public static IEnumerable<DiagnosisFinding> In(ServerOutcome outcome, TimeSpan timeout, HeldLeases leases)
        => outcome.Answer switch
        {
            ServerAnswer.Silent => [Silent(timeout, leases)],
            ServerAnswer.Unreachable => [Unreachable(outcome.Reason)],
            ServerAnswer.Full => [Full("It refused the one connection that the diagnosis asks on.", leases)],
            _ when outcome.Report is { Connections: { } now, MaxConnections: { } most } && now >= most =>
                [Full(string.Create(CultureInfo.InvariantCulture, $"It has {now} of {most}."), leases)],
            _ => [],
        };

    private static DiagnosisFinding Silent(TimeSpan timeout, HeldLeases leases)
    {
        var inside = leases.All.Where(static lease => lease.Holder!.Activity
            is HolderActivity.Database or HolderActivity.DatabaseOrIdle or HolderActivity.Opening).ToList();
        return new DiagnosisFinding
        {
            Kind = DiagnosisKind.ServerSilent,
            What = string.Create(
                CultureInfo.InvariantCulture,
                $"The database server does not answer: nothing came within {timeout.TotalSeconds:0.#} s."),
            For = inside.Count > 0 ? inside.Max(static lease => lease.Holder!.HeldFor) : timeout,
            Waiting = inside.Count,
            Action = "Look at the machine (is it up, is its disk full, is it swapping) and at the network to it; then "
                + "restart the server or fail over. No change in this application helps.",
        };
    }

    private static DiagnosisFinding Unreachable(string? reason) => new()
    {
        Kind = DiagnosisKind.ServerUnreachable,
        What = $"The database server cannot be reached ({reason}).",
        Action = "Check that it runs, that the connection string names its host and port, and that no firewall stands "
            + "between; then start it or fail over.",
    };

    private static DiagnosisFinding Full(string why, HeldLeases leases) => new()
    {
        Kind = DiagnosisKind.ServerFull,
        What = $"The database server has no connection left. {why} {leases.All.Count} are leased by this process.",
        Waiting = leases.All.Count(static lease => lease.Holder!.Activity == HolderActivity.Opening),
        Action = "End sessions that nobody needs, then see that all instances together ask for less than the server "
            + "has: lower Leasehold:Budget or the number of instances, or raise max_connections.",
    };
}
