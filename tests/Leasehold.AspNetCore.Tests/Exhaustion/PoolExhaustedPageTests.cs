using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Leasehold.LocalServers.Repository;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.AspNetCore.Tests;

/// <summary>What docs/errors/pool-exhausted.md quotes is what is logged and thrown, but for its numbers.</summary>
public sealed partial class PoolExhaustedPageTests : IDisposable
{
    private const int Places = 2;
    private const int RegexTimeoutMs = 1_000;

    private readonly SilentGateway _gateway = new();
    private readonly ConcurrentQueue<PoolExhaustedException> _thrown = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Page_QuotesLogLinesAndException_AsTheyAre()
    {
        await using var service = await StartAsync();
        await CheckOutAsync(service, "/checkout", async () =>
        {
            var answer = await service.GetAsync("/orders/17");
            answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        });

        var exhausted = Assert.Single(_thrown);
        Assert.EndsWith("pool-exhausted.md", exhausted.HelpLink, StringComparison.Ordinal);
        AssertQuoted(
            LineOf(service, "CalledWhileHolding"),
            LineOf(service, "Exhausted"),
            exhausted.ToString().ReplaceLineEndings("\n").Split('\n')[0]);
    }

    [Fact]
    public async Task Checkout_MendedAsThePageSays_LeavesThePoolToOthers()
    {
        await using var service = await StartAsync();
        await CheckOutAsync(service, "/staged-checkout", async () =>
        {
            Assert.Equal(0, service.Pools.Api.Snapshot().InUse);
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/orders/17")).Status);
        });

        Assert.Empty(_thrown);
        Assert.Empty(service.Pools.Guard.Reports);
    }

    private static void AssertQuoted(params string[] texts)
    {
        var page = Shape(File.ReadAllText(Path.Combine(
            BuildOutput.RepositoryRoot!, "docs", "errors", "pool-exhausted.md")));
        Assert.True(
            texts.All(text => page.Contains(Shape(text), StringComparison.Ordinal)),
            $"The page does not quote all of what is said today:\n{string.Join("\n\n", texts)}");
    }

    // Numbers differ from run to run, and the page breaks its lines.
    private static string Shape(string text) => Space().Replace(Number().Replace(text, "0"), " ");

    private static string LineOf(TestService service, string eventName)
    {
        var line = service.Logs.GetSnapshot().First(line => line.Id.Name == eventName);
        return $"{(line.Level == LogLevel.Error ? "fail" : "warn")}: {line.Category}[{line.Id.Id}] {line.Message}";
    }

    /// <summary>As many checkouts as the pool has places; they end without an answer.</summary>
    private async Task CheckOutAsync(TestService service, string path, Func<Task> meanwhile)
    {
        var checkouts = Enumerable.Range(0, Places).Select(_ => service.PostAsync(path, "{}")).ToList();
        await _gateway.CalledAsync(Places);
        await meanwhile();
        _gateway.HangUp();
        await Task.WhenAll(checkouts);
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        app =>
        {
            app.MapPost("/checkout", Checkout.ChargeAsync);
            app.MapPost("/staged-checkout", Checkout.ChargeInStagesAsync);
            app.MapGet("/orders/{number}", async (ConnectionPools pools, CancellationToken cancellationToken) =>
            {
                try
                {
                    return await Checkout.FindAsync(pools, cancellationToken);
                }
                catch (PoolExhaustedException exhausted)
                {
                    _thrown.Enqueue(exhausted);
                    throw;
                }
            });
        },
        [
            ("Leasehold:ApplicationName", "shop"),
            ("Leasehold:Pools:Api:Size", "2"),
            ("Leasehold:Pools:Api:MaxOverflow", "0"),
            ("Leasehold:Pools:Api:AcquireTimeout", "00:00:00.500"),
        ],
        configure: builder => builder.Services.AddSingleton(_gateway.Client));

    [GeneratedRegex(@"\d+(?:\.\d+)?", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex Space();
}
