namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Paused before there is one.</summary>
internal sealed class HeldOperation(OtherSide otherSide) : LabOperation(otherSide, Kind)
{
    public const string Kind = "lab.held";
}
