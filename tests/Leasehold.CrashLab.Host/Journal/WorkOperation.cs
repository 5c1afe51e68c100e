namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Two at a time.</summary>
internal sealed class WorkOperation(OtherSide otherSide) : LabOperation(otherSide, Kind)
{
    public const string Kind = "lab.work";
}
