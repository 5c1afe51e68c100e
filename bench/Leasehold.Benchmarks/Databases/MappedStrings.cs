namespace Leasehold.Benchmarks.Databases;

/// <summary>
/// The connection strings as Leasehold mapped its options onto them, in the order of the data sources made: the
/// driver's twin takes the very same, so that pool size, lifetime and time-outs cannot differ.
/// </summary>
internal sealed class MappedStrings
{
    private readonly List<string> _all = [];

    /// <summary>The Api workload's guaranteed connections.</summary>
    public string OfApi => _all.First(static text => text.Contains("bench/Api", StringComparison.Ordinal));

    public void Add(string connectionString) => _all.Add(connectionString);
}
