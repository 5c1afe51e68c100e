using Leasehold.LocalServers.Databases;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>A server's reset forgets what the driver agreed on when it connected: the character set.</summary>
public sealed class MariaDbCharacterSetTests : ReturnedSpecification<MariaDbDatabase>
{
    [Fact]
    public async Task Return_ServersDefaultIsAnotherCharacterSet_NextHolderHasTheDriversOwn()
    {
        var found = await TestServers.TryStartPrivateMariaDbAsync(
            new DatabaseServerOptions
            {
                Settings = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["character-set-server"] = "latin1",
                },
            },
            Ended);
        Assert.SkipWhen(found.IsMissing, found.Reason);
        await using var server = found.Server;
        var pools = Build(api => api.Size = 1, connectionString: server.ConnectionString);
        foreach (var road in Roads.All.Select(static row => row.Data))
        {
            await road.LeaveAsync(pools, "DO 1");

            await using var next = await pools.Api.LeaseAsync(Ended);

            Assert.Equal(1, await next.Connection.ReadAsync("SELECT @@character_set_client = 'utf8mb4'"));
            Assert.Equal(1, await next.Connection.ReadAsync("SELECT @@character_set_results <=> 'utf8mb4' "
                + "OR @@character_set_results IS NULL"));
            Assert.Equal(2, await next.Connection.ReadAsync("SELECT char_length('점유')"));
        }
    }
}
