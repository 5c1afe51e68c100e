namespace EfCoreOrders;

/// <summary>The last figures of the sales report.</summary>
public sealed class Sales
{
    /// <summary>There is one row.</summary>
    public const long OnlyId = 1;

    /// <summary>The key.</summary>
    public long Id { get; set; } = OnlyId;

    /// <summary>How many orders there are.</summary>
    public int Orders { get; set; }

    /// <summary>How often they were counted.</summary>
    public int Runs { get; set; }
}
