using Leasehold.Payments.Orders;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>The schema is there once any instance has started.</summary>
public abstract class SchemaSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private readonly DatabaseFixture _database = database;

    [Fact]
    public async Task Start_FourInstancesOnAnEmptyDatabase_AllServe()
    {
        var settings = await _database.NewDatabaseAsync();
        var services = Enumerable.Range(0, 4).Select(_ => new ServiceUnderTest(Gateway.Url, settings!)).ToList();
        try
        {
            await Task.WhenAll(services.Select(static s => Task.Run(s.StartAsync)));

            foreach (var service in services)
            {
                Assert.Equal(201, (await service.Api.CreateOrderAsync(PaymentsApi.NewName("ORD"), "100")).Status);
            }

            Assert.Equal(4, await services[0].CountAsync<Order>());
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Start_AfterAStartThatWasCutShort_CompletesTheSchema()
    {
        var settings = await _database.NewDatabaseAsync();
        await using (var first = await ServiceUnderTest.StartAsync(Gateway.Url, settings!))
        {
            await first.QueryAsync(static db => db.ExecuteAsync("DROP TABLE gateway_log"));
            await first.QueryAsync(static db => db.ExecuteAsync("DELETE FROM payments_schema"));
        }

        await using var second = await ServiceUnderTest.StartAsync(Gateway.Url, settings!);

        await second.Api.NewPaymentAsync();
    }

    [Fact]
    public async Task Health_TableMissing_IsUnhealthy()
    {
        var settings = await _database.NewDatabaseAsync();
        await using var service = await ServiceUnderTest.StartAsync(Gateway.Url, settings!);
        await service.QueryAsync(static db => db.ExecuteAsync("DROP TABLE gateway_log"));

        var reply = await service.Api.SendAsync(HttpMethod.Get, "/health");

        Assert.Equal((503, "unhealthy", "payment"), (reply.Status, reply["status"], reply["service"]));
    }

    [Fact]
    public async Task Health_AllWell_IsHealthy()
    {
        var reply = await Api.SendAsync(HttpMethod.Get, "/health");

        Assert.Equal((200, "healthy", "payment"), (reply.Status, reply["status"], reply["service"]));
    }

    [Fact]
    public async Task Payments_TwoLiveOnesOfOneOrder_AreRefusedByTheDatabaseItself()
    {
        var payment = await Api.NewPaymentAsync();

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => Service.QueryAsync(db => db.ExecuteAsync(
            "INSERT INTO payments (id, tenant, idempotency_key, fingerprint, order_id, order_number, live_order_id, "
            + "amount_minor, currency, status, refunded_minor, refund_reserved_minor, created_us, updated_us) "
            + "SELECT 'another', tenant, 'another', fingerprint, order_id, order_number, live_order_id, amount_minor, "
            + "currency, status, 0, 0, 0, 0 FROM payments WHERE idempotency_key = @key",
            new DataParameter("key", payment))));

        Assert.Equal(DatabaseErrorKind.UniqueViolation, Service.Pools.Provider.Classify(problem));
    }
}
