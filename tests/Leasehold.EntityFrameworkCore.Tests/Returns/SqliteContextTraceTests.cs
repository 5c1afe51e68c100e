using System.Data;
using System.Data.Common;
using Leasehold.EntityFrameworkCore.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Tests.Returns;

/// <summary>What a context set on its connection does not reach the next context.</summary>
public sealed class SqliteContextTraceTests : ContextSpecification<SqliteContextDatabase>
{
    [Theory]
    [InlineData("PRAGMA query_only = 1", "SELECT query_only AS Value FROM pragma_query_only")]
    [InlineData("PRAGMA cache_size = 7", "SELECT cache_size = 7 AS Value FROM pragma_cache_size")]
    [InlineData("CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) AS Value FROM sqlite_temp_master")]
    [InlineData("ATTACH ':memory:' AS other",
        "SELECT count(*) AS Value FROM pragma_database_list WHERE name = 'other'")]
    public async Task Dispose_WhileOpenAfterAChange_DoesNotReachTheNextContext(string change, string isLeft)
    {
        var services = Build();
        await using (var context = Create(services))
        {
            await context.Database.OpenConnectionAsync(Ended);
            await context.Database.ExecuteSqlRawAsync(change, Ended);
        }

        await using var next = Create(services);

        Assert.Equal(0, await next.Database.SqlQueryRaw<int>(isLeft).SingleAsync(Ended));
    }
    // EF Core closes the connection of a context that is disposed while it is open, and tells no interceptor before.
    [Theory]
    [InlineData("PRAGMA query_only = 1", "SELECT query_only FROM pragma_query_only", true)]
    [InlineData("CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) FROM sqlite_temp_master", true)]
    [InlineData("CREATE TEMP TABLE scratch (id INT)", "SELECT count(*) FROM sqlite_temp_master", false)]
    public async Task Dispose_WhileOpenAfterAChange_DoesNotReachWhoLeasesAtThatMoment(
        string change, string isLeft, bool asynchronously)
    {
        var closing = new AtClosing();
        var services = Build(
            context: options => options.AddInterceptors(closing), all: static o => o.Pools["Api"].Size = 2);
        var left = new List<object?>();
        closing.Do = () =>
        {
            using var lease = PoolsOf(services).Api.Lease();
            using var command = lease.Connection.CreateCommand();
            command.CommandText = isLeft;
            left.Add(command.ExecuteScalar());
        };
        var context = Create(services);
        await context.Database.OpenConnectionAsync(Ended);
        await context.Database.ExecuteSqlRawAsync(change, Ended);

        if (asynchronously)
        {
            await context.DisposeAsync();
        }
        else
        {
            context.Dispose();
        }

        Assert.Equal(0L, Assert.Single(left));
    }

    /// <summary>Is told of a closing before Leasehold is: the driver has the session back already.</summary>
    private sealed class AtClosing : DbConnectionInterceptor
    {
        public Action? Do { get; set; }

        public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
        {
            result.StateChange += (_, change) =>
            {
                if (change.CurrentState == ConnectionState.Closed)
                {
                    Do?.Invoke();
                }
            };
            return result;
        }
    }
}
