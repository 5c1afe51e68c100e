using System.ComponentModel.DataAnnotations;

namespace Leasehold.Guest.Tests.Host;

/// <summary>What the shop's routes take and give.</summary>
public sealed record ShopOrder
{
    /// <summary>Its number.</summary>
    [Required]
    [StringLength(10)]
    public required string Number { get; init; }

    /// <summary>How many.</summary>
    [Range(1, 100)]
    public int Count { get; init; } = 1;

    /// <summary>By text in JSON, since the shop says so.</summary>
    public DayOfWeek Day { get; init; }

    /// <summary>As deep as it likes.</summary>
    public object? Anything { get; init; }
}
