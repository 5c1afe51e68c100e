using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Health;

/// <summary>The driver checks on every open, so the settings of the check can only be fulfilled to excess.</summary>
public sealed class MariaDbPrePingTests : PrePingSpecification<MariaDbDatabase>
{
    [Theory]
    [InlineData(ResetOnReturn.Full, true)]
    [InlineData(ResetOnReturn.Full, false)]
    [InlineData(ResetOnReturn.Rollback, true)]
    [InlineData(ResetOnReturn.Rollback, false)]
    public async Task Lease_WithinTheBypass_IsCheckedAllTheSame(ResetOnReturn reset, bool prePing)
    {
        var pools = Build(api => (api.Size, api.ResetOnReturn, api.PrePing, api.PrePingBypass)
            = (1, reset, prePing, TimeSpan.FromHours(1)));
        var killed = await KillAllIdleAsync(pools, 1);

        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.DoesNotContain(Database.Physical(lease.Connection), killed);
        Assert.Equal(1, await lease.Connection.ReadAsync("SELECT 1"));
    }
}
