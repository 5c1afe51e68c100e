namespace Leasehold.Durable.Tests.Instances;

/// <summary>What a test's call needs: the row that stage 1 wrote.</summary>
public sealed record ChargeArgs(int Row);
