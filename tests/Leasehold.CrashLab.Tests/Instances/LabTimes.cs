namespace Leasehold.CrashLab.Tests.Instances;

/// <summary>The bounds the service runs under here: short, so that a run is over in seconds.</summary>
internal static class LabTimes
{
    public static TimeSpan Claim { get; } = TimeSpan.FromSeconds(2);

    public static TimeSpan GatewayTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a client waits; a hanging request is over then.</summary>
    public static TimeSpan ClientTimeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>A machine that does much else at a time is late by so much.</summary>
    public static TimeSpan Slack { get; } = TimeSpan.FromSeconds(2);

    public static IReadOnlyList<string> Settings { get; } =
    [
        "--Leasehold:Durable:Claim=00:00:02",
        "--Leasehold:Durable:PollInterval=00:00:01",
        "--Leasehold:Durable:Retention=00:00:30",
        "--Leasehold:Durable:RetentionInterval=00:00:02",
        "--Leasehold:Durable:StopGrace=00:00:02",
        .. Operation("payment.charge"),
        .. Operation("payment.refund"),
        "--Payments:Gateway:Timeout=00:00:01",
        "--Payments:Gateway:NotFoundGrace=00:00:02",
        "--Payments:AnswerWithin=00:00:02",
    ];

    private static IEnumerable<string> Operation(string kind)
    {
        var section = $"--Leasehold:Durable:Operations:{kind}";
        yield return $"{section}:CallTimeout=00:00:02";
        yield return $"{section}:SaveTimeout=00:00:02";
        yield return $"{section}:FirstPause=00:00:00.100";
        yield return $"{section}:LongestPause=00:00:00.500";
    }
}
