namespace Leasehold.Benchmarks.Pairs;

/// <summary>What one operation took in one block, on average.</summary>
internal readonly record struct BlockFigures(double NanosecondsEach, double BytesEach)
{
    public static BlockFigures operator +(BlockFigures left, BlockFigures right)
        => new(left.NanosecondsEach + right.NanosecondsEach, left.BytesEach + right.BytesEach);

    public static BlockFigures operator /(BlockFigures sum, int count)
        => new(sum.NanosecondsEach / count, sum.BytesEach / count);
}
