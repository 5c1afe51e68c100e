namespace Leasehold.Benchmarks.Pairs;

/// <summary>What one operation took in one block, on average.</summary>
internal readonly record struct BlockFigures(double NanosecondsEach, double BytesEach);
