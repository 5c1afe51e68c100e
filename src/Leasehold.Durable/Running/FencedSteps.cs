namespace Leasehold.Durable;

/// <summary>The names of the steps around a fenced session.</summary>
internal sealed record FencedSteps(string Before, string Fencing, string Fenced, string Written, string Committed)
{
    public static FencedSteps Save { get; } = new(
        DurableSteps.Saving, DurableSteps.Fencing, DurableSteps.Fenced, DurableSteps.Written, DurableSteps.Saved);

    public static FencedSteps Unknown { get; } = new(
        DurableSteps.Postponing,
        DurableSteps.PostponeFencing,
        DurableSteps.Postponed,
        DurableSteps.UnknownWritten,
        DurableSteps.UnknownSaved);

    public static FencedSteps Abandon { get; } = new(
        DurableSteps.Burying,
        DurableSteps.AbandonFencing,
        DurableSteps.Buried,
        DurableSteps.Abandoned,
        DurableSteps.AbandonSaved);

    public static FencedSteps Again { get; } = new(
        DurableSteps.CallingAgain,
        DurableSteps.AgainFencing,
        DurableSteps.AgainFenced,
        DurableSteps.AgainWritten,
        DurableSteps.MayCallAgain);
}
