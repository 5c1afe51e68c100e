using Leasehold.Guest.Tests.Host;
using Leasehold.Guest.Tests.Requests;
using Leasehold.LocalServers.Proxies;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Guest.Tests;

/// <summary>A stranger's application answers every request as it did, wherever it calls Leasehold.</summary>
public sealed class BeforeAndAfterTests
{
    [Fact]
    public void Catalogue_HasAtLeastEightyDifferentRequests()
    {
        Assert.InRange(
            Catalogue.All.Select(static exchange => exchange.Name).Distinct(StringComparer.Ordinal).Count(),
            80,
            int.MaxValue);
    }

    [Fact]
    public async Task Answers_OfTheShop_AreOfEveryKind()
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.Absent);

        var statuses = (await AskAsync(shop.Address))
            .Select(static answer => answer.Split(' ')[0]).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            "200 201 202 204 206 301 302 304 400 401 403 404 405 409 410 413 414 415 416 429 431 500 503 no",
            string.Join(' ', statuses));
    }

    [Theory]
    [InlineData(GuestPlace.First, "Production")]
    [InlineData(GuestPlace.Last, "Production")]
    [InlineData(GuestPlace.First, "Development")]
    [InlineData(GuestPlace.Last, "Development")]
    public async Task Answers_AskedDirectly_AreTheSame(GuestPlace place, string environment)
    {
        await using var before = await ShopRun.StartAsync(GuestPlace.Absent, environment);
        await using var after = await ShopRun.StartAsync(place, environment);

        AssertSame(await AskAsync(before.Address), await AskAsync(after.Address));
    }

    [Theory]
    [InlineData(GuestPlace.First, ReverseProxyKind.Nginx)]
    [InlineData(GuestPlace.Last, ReverseProxyKind.Nginx)]
    [InlineData(GuestPlace.First, ReverseProxyKind.HaProxy)]
    [InlineData(GuestPlace.Last, ReverseProxyKind.HaProxy)]
    public async Task Answers_AskedThroughAProxy_AreTheSame(GuestPlace place, ReverseProxyKind kind)
    {
        await using var before = await ShopRun.StartAsync(GuestPlace.Absent);
        await using var after = await ShopRun.StartAsync(place);
        var first = await TestServers.TryStartPrivateReverseProxyAsync(kind, before.Port);
        Assert.SkipWhen(first.IsMissing, first.Reason);
        await using var proxyBefore = first.Server;
        await using var proxyAfter = (await TestServers.TryStartPrivateReverseProxyAsync(kind, after.Port)).Server;

        AssertSame(await AskAsync(proxyBefore.Address), await AskAsync(proxyAfter.Address));
    }

    private static async Task<List<string>> AskAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
        })
        {
            BaseAddress = address,
        };
        var callers = await Callers.LogInAsync(client);
        var answers = new List<string>(Catalogue.All.Count);
        foreach (var exchange in Catalogue.All)
        {
            answers.Add(await exchange.AnswerAsync(client, callers));
        }

        return answers;
    }

    private static void AssertSame(List<string> before, List<string> after)
        => Assert.Empty(Catalogue.All
            .Zip(before, after)
            .Where(static asked => !string.Equals(asked.Second, asked.Third, StringComparison.Ordinal))
            .Select(static asked => $"{asked.First.Name}\n--- before\n{asked.Second}\n--- after\n{asked.Third}"));
}
