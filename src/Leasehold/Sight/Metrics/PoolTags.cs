using Leasehold.Providers;

namespace Leasehold.Sight.Metrics;

/// <summary>The tags of one pool's measurements: names that were given, never a value of a connection string.</summary>
/// <param name="Pool">The pool's name.</param>
/// <param name="Name">The tag of what is Leasehold's own.</param>
/// <param name="Connection">The tags of what OpenTelemetry's conventions name.</param>
internal sealed record PoolTags(
    string Pool, KeyValuePair<string, object?> Name, KeyValuePair<string, object?>[] Connection)
{
    public const string PoolName = LeaseholdTracing.PoolTag;
    public const string SystemName = "db.system.name";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    /// <summary>Of a pool.</summary>
    /// <param name="pool">Its name.</param>
    /// <param name="provider">Its driver.</param>
    /// <param name="withServer">Whether with the kind of database and the server's address.</param>
    public static PoolTags Of(string pool, DatabaseProvider provider, bool withServer)
    {
        var name = new KeyValuePair<string, object?>(PoolName, pool);
        if (!withServer)
        {
            return new(pool, name, [name]);
        }

        List<KeyValuePair<string, object?>> tags = [name, new(SystemName, provider.Dialect.SystemName)];
        if (provider.ServerAddress is { Length: > 0 } address)
        {
            tags.Add(new(ServerAddress, address));
            if (provider.ServerPort is { } port)
            {
                tags.Add(new(ServerPort, port));
            }
        }

        return new(pool, name, [.. tags]);
    }
}
