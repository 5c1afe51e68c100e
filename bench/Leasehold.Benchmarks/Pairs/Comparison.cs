using Leasehold.Benchmarks.Databases;

namespace Leasehold.Benchmarks.Pairs;

/// <summary>One operation on one database, and what is asked of it.</summary>
/// <param name="Database">The database.</param>
/// <param name="Operation">What is compared.</param>
/// <param name="MaxRatio">
/// The most that Leasehold may take, relative to the driver; null where nothing is promised.
/// </param>
/// <param name="MaxMoreBytes">The most bytes it may allocate on top; null where nothing is promised.</param>
internal sealed record Comparison(string Database, string Operation, double? MaxRatio, double? MaxMoreBytes)
{
    private const string OpenClose = "lease + return";
    private const string SelectOne = "lease + SELECT 1";

    public static IReadOnlyList<Comparison> Of(string database)
    {
        var isPostgreSql = string.Equals(database, "postgresql", StringComparison.Ordinal);
        return
        [
            new(database, OpenClose, isPostgreSql ? 1.30 : null, isPostgreSql ? 256 : null),
            new(
                database,
                SelectOne,
                database switch { "postgresql" => 1.04, "mariadb" => 1.05, _ => 1.15 },
                MaxMoreBytes: null),
        ];
    }

    public Func<int, Task> DriverOf(DatabasePair pair)
        => string.Equals(Operation, OpenClose, StringComparison.Ordinal) ? pair.OpenCloseAsync
            : pair.OpenSelectCloseAsync;

    public Func<int, Task> LeaseholdOf(DatabasePair pair)
        => string.Equals(Operation, OpenClose, StringComparison.Ordinal)
            ? pair.LeaseReturnAsync
            : pair.LeaseSelectReturnAsync;

    public bool IsMet(PairedResult result)
        => (MaxRatio is not { } ratio || result.Ratio.Value <= ratio)
            && (MaxMoreBytes is not { } bytes || result.MoreBytes <= bytes);
}
