namespace Leasehold;

/// <summary>What a lease asks of its surroundings, in one AsyncLocal since every lease reads it.</summary>
internal sealed record Ambient(Flow? Flow, CallScope? Call)
{
    private static readonly AsyncLocal<Ambient?> Local = new();

    public static Ambient? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    public Flow? LiveFlow => Flow is { HasEnded: false } ? Flow : null;

    public bool IsInCall => Call is { HasEnded: false };
}
