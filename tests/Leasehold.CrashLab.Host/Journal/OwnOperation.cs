namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Run by its caller.</summary>
internal sealed class OwnOperation(OtherSide otherSide) : LabOperation(otherSide, Kind)
{
    public const string Kind = "lab.own";
}
