using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EfCoreOrders.Tests;

/// <summary>The application's own tests: they know its routes and nothing of how it gets its connections.</summary>
public abstract class OrdersTests<TEntry> : IAsyncLifetime
    where TEntry : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OrdersApplication<TEntry> _application = new();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _application.DisposeAsync();
    }

    [Fact]
    public async Task Post_Order_CanBeReadAgain()
    {
        using var client = _application.CreateClient();

        using var created = await client.PostAsJsonAsync("/orders", new { number = "A-1", total = 12.5m }, Ended);
        var order = await client.GetFromJsonAsync<JsonElement>("/orders/A-1", Ended);

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal("/orders/A-1", created.Headers.Location?.OriginalString);
        Assert.Equal(12.5m, order.GetProperty("total").GetDecimal());
    }

    [Fact]
    public async Task Get_UnknownOrder_Is404()
    {
        using var client = _application.CreateClient();

        using var missing = await client.GetAsync(new Uri("/orders/none", UriKind.Relative), Ended);

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Get_Orders_NewestFirst()
    {
        using var client = _application.CreateClient();
        foreach (var number in (string[])["A-1", "A-2", "A-3"])
        {
            (await client.PostAsJsonAsync("/orders", new { number, total = 1 }, Ended)).EnsureSuccessStatusCode();
        }

        var orders = await client.GetFromJsonAsync<JsonElement>("/orders", Ended);

        Assert.Equal(
            ["A-3", "A-2", "A-1"],
            orders.EnumerateArray().Select(static order => order.GetProperty("number").GetString()!),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Report_AfterAnOrder_CountsIt()
    {
        using var client = _application.CreateClient();
        (await client.PostAsJsonAsync("/orders", new { number = "A-1", total = 1 }, Ended)).EnsureSuccessStatusCode();

        using var patience = new CancellationTokenSource(Patience);
        while (await client.GetStringAsync(new Uri("/sales", UriKind.Relative), patience.Token) is var sales
            && !sales.Contains("\"orders\":1", StringComparison.Ordinal))
        {
            await Task.Yield();
        }
    }
}
