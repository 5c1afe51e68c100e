using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Health;

public sealed class PostgreSqlResetTests : ResetSpecification<PostgreSqlDatabase>
{
    [Fact]
    public async Task Return_RollbackOnly_KeepsTheVariable()
    {
        // The choice is the operator's: cheaper, and what is set on a session stays on it.
        var pools = Build(api => (api.Size, api.ResetOnReturn) = (1, ResetOnReturn.Rollback));
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync(Database.SetVariable);
        }

        await using var next = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(77, await next.Connection.ReadAsync(Database.ReadVariable));
    }
}
