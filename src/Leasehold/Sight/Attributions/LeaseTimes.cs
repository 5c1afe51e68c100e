namespace Leasehold.Sight.Attributions;

/// <summary>How the time of one lease was spent.</summary>
internal readonly record struct LeaseTimes(TimeSpan Database, TimeSpan External, TimeSpan Idle, bool ToldOfCommands)
{
    public TimeSpan Held => Database + External + Idle;

    public static LeaseTimes operator +(in LeaseTimes left, in LeaseTimes right)
        => new(
            left.Database + right.Database,
            left.External + right.External,
            left.Idle + right.Idle,
            left.ToldOfCommands || right.ToldOfCommands);
}
