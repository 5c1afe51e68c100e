namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>The one row that is read.</summary>
internal sealed class BenchRow
{
    public const int OnlyId = 7;

    public int Id { get; set; }

    public string Name { get; set; } = "";

    public decimal Total { get; set; }

    public DateTime CreatedAt { get; set; }
}
