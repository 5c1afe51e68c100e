namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Never answered.</summary>
internal sealed class HopelessOperation(OtherSide otherSide) : LabOperation(otherSide, Kind)
{
    public const string Kind = "lab.hopeless";

    protected override bool IsAnswered => false;
}
