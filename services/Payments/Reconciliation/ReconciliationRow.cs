using LinqToDB.Mapping;

namespace Leasehold.Payments.Reconciliation;

/// <summary>A row of <c>reconciliations</c>: one day.</summary>
[Table("reconciliations")]
internal sealed class ReconciliationRow
{
    [Column("day", IsPrimaryKey = true)]
    public string Day { get; set; } = "";

    /// <summary>Until when one instance is at it; past that any may take it up.</summary>
    [Column("lease_until_us")] // a column keeps its name
    public long ClaimedUntilUs { get; set; }

    [Column("started_us")]
    public long StartedUs { get; set; }

    [Column("finished_us", CanBeNull = true)]
    public long? FinishedUs { get; set; }

    /// <summary>1 where the gateway has a list of its own, 0 where each payment had to be asked for.</summary>
    [Column("was_listed")]
    public int WasListed { get; set; }

    [Column("checked_payments")]
    public long CheckedPayments { get; set; }
}
