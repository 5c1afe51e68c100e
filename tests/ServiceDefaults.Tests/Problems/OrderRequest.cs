namespace Leasehold.ServiceDefaults.Tests.Problems;

internal sealed record OrderRequest
{
    public required string OrderNumber { get; init; }

    public required decimal Amount { get; init; }

    public Dictionary<string, int>? Extra { get; init; }

    public object? Anything { get; init; }
}
