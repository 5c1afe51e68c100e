using Leasehold.ServiceDefaults.Database;
using Microsoft.Extensions.Configuration;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>The same settings that the service reads, for a service without Leasehold.</summary>
/// <param name="Database">Which database.</param>
/// <param name="Connections">As many as the service's Api pool has, overflow included.</param>
/// <param name="AcquireTimeout">Bounds the wait for one.</param>
/// <param name="WritersTakeTurns">On SQLite: one at a time, instead of the driver's blocking busy time-out.</param>
internal sealed record RawDatabaseOptions(
    DatabaseSettings Database, int Connections, TimeSpan AcquireTimeout, bool WritersTakeTurns)
{
    private const string ApiPool = "Leasehold:Pools:Api";

    public static RawDatabaseOptions Read(IConfiguration configuration, bool writersTakeTurns)
    {
        var pool = configuration.GetRequiredSection(ApiPool);
        return new RawDatabaseOptions(
            DatabaseSettings.Read(configuration),
            pool.GetValue<int>("Size") + pool.GetValue<int>("MaxOverflow"),
            pool.GetValue<TimeSpan>("AcquireTimeout"),
            writersTakeTurns);
    }
}
