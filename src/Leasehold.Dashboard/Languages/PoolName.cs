namespace Leasehold.Dashboard;

/// <summary>A pool as sentences name it.</summary>
/// <param name="Workload">Its workload.</param>
/// <param name="Database">Its database; null where the application has one only.</param>
internal readonly record struct PoolName(string Workload, string? Database)
{
    public override string ToString() => Database is null ? Workload : $"{Workload} ({Database})";
}
