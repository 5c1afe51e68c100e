namespace Leasehold;

/// <summary>How the time of one lease was spent.</summary>
internal readonly record struct LeaseTimes(TimeSpan Database, TimeSpan External, TimeSpan Idle, bool ToldOfCommands)
{
    public TimeSpan Held => Database + External + Idle;
}
