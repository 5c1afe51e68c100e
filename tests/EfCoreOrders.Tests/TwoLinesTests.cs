extern alias Gated;

using System.Net.Http.Json;
using Leasehold;
using Leasehold.LocalServers.Repository;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrdersContext = Gated::EfCoreOrders.OrdersContext;

namespace EfCoreOrders.Tests;

/// <summary>What the two lines are, and what they do.</summary>
public sealed class TwoLinesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public void Program_ComparedWithTheOriginal_HasTwoLinesMore()
    {
        var before = ReadProgram("EfCoreOrders");
        var after = ReadProgram("EfCoreOrders.WithLeasehold");

        var added = after.Except(before, StringComparer.Ordinal).ToList();

        Assert.Equal(2, added.Count);
        Assert.Equal(
            before, after.Where(line => !added.Contains(line, StringComparer.Ordinal)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Request_WhileItQueries_IsAHolderNamedByEndpointAndContext()
    {
        var pause = new PauseInterceptor();
        await using var application = Build(pause);
        using var client = application.CreateClient();
        var pools = application.Services.GetRequiredService<ConnectionPools>();

        var asking = client.GetStringAsync(new Uri("/orders/A-1?by=test", UriKind.Relative), Ended);
        await pause.Reached.WaitAsync(Patience, Ended);
        var holder = Assert.Single(pools.Api.Snapshot().Holders);
        pause.GoOn();
        await Record.ExceptionAsync(() => asking);

        Assert.Equal(("GET /orders/{number}", nameof(OrdersContext)), (holder.Flow, holder.Member));
        Assert.Equal(0, pools.Api.Snapshot().InUse);
    }

    [Fact]
    public async Task Request_ApiPoolFull_WaitsWhileTheReportGoesOn()
    {
        await using var application = Build();
        using var client = application.CreateClient();
        (await client.PostAsJsonAsync("/orders", new { number = "A-1", total = 1 }, Ended)).EnsureSuccessStatusCode();
        var pools = application.Services.GetRequiredService<ConnectionPools>();
        var held = await pools.Api.LeaseAsync(Ended);

        var asking = client.GetStringAsync(new Uri("/orders/A-1", UriKind.Relative), Ended);
        var reports = pools.Background.Snapshot().Leased;
        using var patience = new CancellationTokenSource(Patience);
        while (pools.Background.Snapshot().Leased < reports + 6 || pools.Api.Snapshot().Waiting < 1)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.False(asking.IsCompleted);
        await held.DisposeAsync();
        Assert.Contains("A-1", await asking.WaitAsync(Patience, Ended), StringComparison.Ordinal);
    }

    private static OrdersApplication<OrdersContext> Build(PauseInterceptor? pause = null) => new(services =>
    {
        services.Configure<LeaseholdOptions>(
            static options => (options.Pools["Api"].Size, options.Pools["Api"].MaxOverflow) = (1, 0));
        if (pause is not null)
        {
            services.ConfigureDbContext<OrdersContext>(options => options.AddInterceptors(pause));
        }
    });

    private static List<string> ReadProgram(string sample)
        => [.. File.ReadLines(Path.Combine(BuildOutput.RepositoryRoot!, "samples", sample, "Program.cs"))];
}
