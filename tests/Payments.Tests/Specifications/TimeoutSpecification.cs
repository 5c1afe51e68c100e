using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>A database that takes longer than the driver waits is away, not a defect.</summary>
public abstract class TimeoutSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private readonly DatabaseFixture _database = database;

    [Fact]
    public async Task Command_PastItsTimeout_Is503WithRetryAfter()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        await using var service = await ServiceUnderTest.StartAsync(
            Gateway.Url,
            [
                .. settings.Select(static s => s.StartsWith("--Leasehold:Database:ConnectionString=",
                    StringComparison.Ordinal) ? $"{s};Command Timeout=1" : s),
                "--Leasehold:Guard:Mode=Log", // the test itself calls while it holds
            ]);
        var isPostgreSql = settings.Any(static s => s.Contains("postgre", StringComparison.OrdinalIgnoreCase));

        var (read, written) = await service.QueryAsync(async db =>
        {
            await db.ExecuteAsync(isPostgreSql ? "LOCK TABLE orders" : "LOCK TABLES orders WRITE");
            try
            {
                return (await service.Api.ReadOrderAsync("nope"), await service.Api.CreateOrderAsync("ORD-1", "100"));
            }
            finally
            {
                await db.ExecuteAsync(isPostgreSql ? "SELECT 1" : "UNLOCK TABLES");
            }
        });

        Assert.All((Reply[])[read, written], static reply =>
        {
            Assert.Equal((503, true), (reply.Status, reply.Headers.RetryAfter is not null));
            Assert.Equal("application/problem+json", reply.MediaType);
        });
        Assert.Equal(404, (await service.Api.ReadOrderAsync("ORD-1")).Status);
    }
}
