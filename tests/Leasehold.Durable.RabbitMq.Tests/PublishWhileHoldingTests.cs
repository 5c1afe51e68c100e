using Leasehold.LocalServers.Files;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;
using RabbitMQ.Client;

namespace Leasehold.Durable.RabbitMq.Tests;

/// <summary>The guard sees a broker's client by its activity source.</summary>
public sealed class PublishWhileHoldingTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const string Publisher = "RabbitMQ.Client.Publisher";

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_WhileAConnectionIsHeld_IsReportedAndGoesThrough()
    {
        using var folder = new TemporaryFolder("lh-publish-");
        var options = new GuardOptions { Mode = GuardMode.Throw };
        options.ActivitySources.Add("RabbitMQ.Client.*");
        await using var pools = new ConnectionPoolsBuilder(
            new SqliteProvider($"Data Source={folder.File("publish.db")}"),
            new LeaseholdOptions { ApplicationName = "publish" })
        {
            Guard = new ExternalCallGuard(options),
        }.Build();
        var factory = new ConnectionFactory { Uri = broker.ServerOrSkip.AmqpUri };
        await using var connection = await factory.CreateConnectionAsync(Ended);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ended);
        var queue = await channel.QueueDeclareAsync(cancellationToken: Ended);
        using var flow = Flow.Begin("POST /orders", Workload.Api);
        await PublishAsync(); // holding nothing
        await using (await pools.Api.LeaseAsync(Ended))
        {
            await PublishAsync();
        }

        var report = Assert.Single(pools.Guard.Reports);
        Assert.Equal(("POST /orders", Publisher, 1), (report.Endpoint, report.Target, report.Count));
        Assert.NotNull(await channel.BasicGetAsync(queue.QueueName, autoAck: true, Ended));
        SqliteConnection.ClearAllPools();

        async Task PublishAsync()
            => await channel.BasicPublishAsync("", queue.QueueName, new byte[] { 1 }, Ended);
    }
}
