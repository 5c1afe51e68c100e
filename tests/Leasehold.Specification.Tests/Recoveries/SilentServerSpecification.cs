using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A server that has fallen silent keeps nobody who gives back.</summary>
public abstract class SilentServerSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    // The drivers give up a command after its time-out, and then its cancellation.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Return_ServerIsSilent_EndsAndFreesThePlace(bool asynchronously)
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(api => api.Size = 1, connectionString: Database.Via(proxy.Port));
        var lease = await TouchedLeaseAsync(pools.Api);
        proxy.FreezeAll();

        await Task.Run(() => asynchronously ? lease.DisposeAsync().AsTask() : OnItsOwnThread(Return), Ended)
            .WaitAsync(Longest, Ended);

        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 0, "the place is free", Longest);
        proxy.Thaw();
        await AssertNothingLostAsync(pools.Api);

        bool Return()
        {
            lease.Dispose();
            return true;
        }
    }
}

public sealed class MariaDbSilentServerTests : SilentServerSpecification<MariaDbDatabase>;

public sealed class PostgreSqlSilentServerTests : SilentServerSpecification<PostgreSqlDatabase>;
