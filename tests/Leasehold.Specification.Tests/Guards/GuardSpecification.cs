using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>What the guard's shapes share: someone to call, and what must have been said about it.</summary>
public abstract class GuardSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    protected OtherSide Other { get; } = new();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Other.DisposeAsync();
        await base.DisposeAsync();
    }

    protected Task<long> ReadOneAsync(Session session, CancellationToken cancellationToken)
        => session.Connection.ReadAsync(Database.Select("1"), session.Transaction, cancellationToken);

    protected async Task CallAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(Other.Uri, Ended);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Exactly these calls were reported, under one entry that gives nothing away.</summary>
    protected void AssertReported(ConnectionPools pools, int count = 1, string? endpoint = null, string? target = null)
    {
        var report = Assert.Single(pools.Guard.Reports);
        Assert.Equal(target ?? $"GET {Other.Authority}", report.Target);
        Assert.Equal(count, report.Count);
        Assert.Equal(HolderActivity.ExternalCall, report.Holder.Activity);
        if (endpoint is not null)
        {
            Assert.Equal(endpoint, report.Endpoint);
        }

        var line = Assert.Single(Logs.Of(LogEvents.CalledWhileHolding));
        Assert.Contains(report.Target, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line + report, StringComparison.Ordinal);
    }

    /// <summary>Calls were made, and nothing was said about them.</summary>
    protected void AssertQuiet(ConnectionPools pools, int calls = 1)
    {
        Assert.Equal(calls, Other.Requests);
        Assert.Empty(pools.Guard.Reports);
        Assert.Empty(Logs.Of(LogEvents.CalledWhileHolding));
    }
}
