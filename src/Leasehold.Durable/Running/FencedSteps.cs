using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>The names of the fault points around a fenced session.</summary>
internal sealed record FencedSteps(string Before, string Fencing, string Fenced, string Written, string Committed)
{
    public static FencedSteps Save { get; } = new(
        FaultPoint.Saving, FaultPoint.Fencing, FaultPoint.Fenced, FaultPoint.Written, FaultPoint.Saved);

    public static FencedSteps Unknown { get; } = new(
        FaultPoint.Postponing,
        FaultPoint.PostponeFencing,
        FaultPoint.Postponed,
        FaultPoint.UnknownWritten,
        FaultPoint.UnknownSaved);

    public static FencedSteps Abandon { get; } = new(
        FaultPoint.Burying,
        FaultPoint.AbandonFencing,
        FaultPoint.Buried,
        FaultPoint.Abandoned,
        FaultPoint.AbandonSaved);

    public static FencedSteps Again { get; } = new(
        FaultPoint.CallingAgain,
        FaultPoint.AgainFencing,
        FaultPoint.AgainFenced,
        FaultPoint.AgainWritten,
        FaultPoint.MayCallAgain);
}
