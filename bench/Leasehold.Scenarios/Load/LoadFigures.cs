namespace Leasehold.Scenarios.Load;

/// <summary>A load's result as it is written down.</summary>
internal sealed record LoadFigures(
    int Requests,
    int Completed,
    int Refused,
    int Open,
    int Failed,
    double Seconds,
    double GoodputPerSecond,
    double FailureRate,
    double CompletedP50Ms,
    double CompletedP99Ms,
    double RefusedP99Ms);
