using System.Diagnostics;
using Leasehold.Durable.Tests.Instances;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Leasehold.LocalServers.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Durable.RabbitMq.Tests;

/// <summary>Instances that tell each other through a real broker.</summary>
public sealed class RabbitMqHintsTests(BrokerFixture broker)
    : DurableSpecification<PostgreSqlDatabase>, IClassFixture<BrokerFixture>
{
    private const int Disconnected = 3101;

    [Fact]
    public async Task Wake_ThroughTheBroker_OthersLookAtOnce()
    {
        var uri = broker.ServerOrSkip.AmqpUri;
        var starter = await StartAsync(StartsOnly, durable => Use(durable, uri));
        var worker = await StartAsync(RarelyLooks, durable => Use(durable, uri));
        await ConnectedAsync(starter);
        await ConnectedAsync(worker);

        await starter.AddAsync(1, 20);
        starter.Operations.Wake();

        await CompletedAsync(20, TimeSpan.FromSeconds(10)); // of a poll of an hour
        Assert.Equal(20, worker.Charge.Calls.Count);
    }

    [Fact]
    public async Task Broker_Restarts_HintsTravelAgain()
    {
        var server = broker.ServerOrSkip;
        var starter = await StartAsync(StartsOnly, durable => Use(durable, server.AmqpUri));
        await StartAsync(RarelyLooks, durable => Use(durable, server.AmqpUri));
        await ConnectedAsync(starter);

        await server.StopAsync(StopMode.Kill);
        await Eventually.TrueAsync(() => !HintsOf(starter).IsConnected, "the loss is noticed", Patience);
        var began = Stopwatch.GetTimestamp();
        Assert.True((await starter.RunAsync(1)).IsCompleted);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await starter.AddAsync(2, 5); // nobody hears of these now
        starter.Operations.Wake();
        await server.StartAsync();

        await CompletedAsync(6, TimeSpan.FromSeconds(60)); // they look when they are connected again
        Assert.Single(starter.Logs.Of(Disconnected));
    }

    [Fact]
    public async Task Broker_NeverThere_OnlyTakesLonger()
    {
        var nowhere = new Uri($"amqp://127.0.0.1:{LocalServers.Network.FreePort.Next()}/");
        var starter = await StartAsync(StartsOnly, durable => Use(durable, nowhere));
        await StartAsync(static _ => { }, durable => Use(durable, nowhere));

        Assert.True((await starter.RunAsync(1)).IsCompleted);
        await starter.AddAsync(2, 5);
        starter.Operations.Wake();

        await CompletedAsync(6);
        await Eventually.TrueAsync(() => starter.Logs.Of(Disconnected).Count == 1, "it is said", Patience);
    }

    private static void StartsOnly(DurableOptions options) => options.RunsWorker = false;

    private static void RarelyLooks(DurableOptions options) => options.PollInterval = TimeSpan.FromHours(1);

    private static void Use(DurableBuilder durable, Uri uri)
        => durable.UseRabbitMqHints(options =>
            (options.Uri, options.LongestPause) = (uri, TimeSpan.FromSeconds(1)));

    private static RabbitMqHints HintsOf(Instance instance) => instance.Services.GetRequiredService<RabbitMqHints>();

    private static Task ConnectedAsync(Instance instance)
        => Eventually.TrueAsync(() => HintsOf(instance).IsConnected, "the broker is connected", Patience);
}
