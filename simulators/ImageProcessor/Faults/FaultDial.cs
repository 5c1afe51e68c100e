namespace Leasehold.Simulators.ImageProcessor.Faults;

/// <summary>Holds the faults in force; a request reads them once, when it arrives.</summary>
internal sealed class FaultDial(FaultSettings initial)
{
    private volatile FaultSettings _current = initial;

    public FaultSettings Current => _current;

    public void Set(FaultSettings settings) => _current = settings;

    public void Clear() => _current = new FaultSettings();
}
