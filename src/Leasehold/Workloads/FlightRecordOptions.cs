using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>What becomes of flight records, bound from <c>Leasehold:FlightRecords</c>.</summary>
public sealed class FlightRecordOptions
{
    /// <summary>A folder where each record is also written, as <c>flight-{id}.json</c>.</summary>
    /// <value>Null: none is written. It is made when it does not exist.</value>
    public string? Folder { get; set; }

    /// <summary>How many files the folder keeps; the oldest go first.</summary>
    /// <value>100; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxFiles { get; set; } = 100;

    /// <summary>The pause after a record made by exhaustion before the next one.</summary>
    /// <value>1 minute, which is what a record looks back; 1 second to 1 day.</value>
    [Duration("00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    internal FlightRecordOptions Copy() => (FlightRecordOptions)MemberwiseClone();
}
