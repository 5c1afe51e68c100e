using Leasehold.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.EntityFrameworkCore.Tests;

/// <summary>The pools' connections behave as those that Pomelo's provider makes itself.</summary>
public sealed class MariaDbBehaviourTests : ContextSpecification<MariaDbContextDatabase>
{
    [Fact]
    public async Task Query_WithUserVariables_WorksAsWithoutLeasehold()
    {
        var services = Build();
        await using var context = Create(services);

        var values = await context.Database.SqlQuery<string>($"SELECT @n := 'set' AS `Value`").ToListAsync(Ended);

        Assert.Equal(["set"], values);
        await using var lease = await PoolsOf(services).Background.LeaseAsync(Ended);
        Assert.Contains("Allow User Variables=True", lease.Connection.ConnectionString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ThePoolsStringSaysTheOpposite_IsRefusedByName()
    {
        var services = Build(connectionString: $"{Database.ConnectionString};Use Affected Rows=True");
        await using var context = Create(services);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => context.Orders.CountAsync(Ended));

        Assert.Contains("Use Affected Rows = True", refused.Message, StringComparison.Ordinal);
        AssertAtRest(services, leased: false);
    }
}
