using System.Net;

namespace Leasehold.ServiceDefaults.Tests.Callers;

public sealed class ApiKeyTests
{
    private const string InvalidToken = "Bearer error=\"invalid_token\"";

    [Fact]
    public async Task Key_Missing_Answers401WithAChallenge()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/tenant"), "Bearer");
    }

    [Fact]
    public async Task Key_Unknown_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/tenant", ApiKeys.Create().Key), InvalidToken);
    }

    [Fact]
    public async Task Key_Disabled_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/tenant", KeyedService.Revoked.Key), InvalidToken);
    }

    [Fact]
    public async Task Key_ItsHashShownInstead_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/tenant", KeyedService.Acme.Hash), InvalidToken);
    }

    [Fact]
    public async Task Key_OverlyLong_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/tenant", new string('k', 5000)), InvalidToken);
    }

    [Fact]
    public async Task Key_UnderAnotherScheme_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        var answer = await service.GetAsync(
            "/tenant", change: r => r.Headers.Add("Authorization", $"Basic {KeyedService.Acme.Key}"));

        KeyedService.AssertUnauthorized(answer, InvalidToken);
    }

    [Fact]
    public async Task Key_Known_HasItsTenant()
    {
        await using var service = await KeyedService.StartAsync();

        Assert.Equal("acme", (await service.GetAsync("/tenant", KeyedService.Acme.Key)).Text);
        Assert.Equal("globex", (await service.GetAsync("/tenant", KeyedService.Globex.Key)).Text);
    }

    [Fact]
    public async Task Key_WithoutTheRole_Answers403()
    {
        await using var service = await KeyedService.StartAsync();

        (await service.GetAsync("/leasehold/snapshot", KeyedService.Acme.Key)).AssertProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Key_WithTheRole_IsLetIn()
    {
        await using var service = await KeyedService.StartAsync();

        var answer = await service.GetAsync("/leasehold/snapshot", KeyedService.Operator.Key);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Health_WithoutKey_IsOpen()
    {
        await using var service = await KeyedService.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task AnonymousEndpoint_WithoutKey_IsOpen()
    {
        await using var service = await KeyedService.StartAsync();

        Assert.Equal("open", (await service.GetAsync("/open")).Text);
    }

    [Fact]
    public async Task UnknownRoute_WithoutKey_Answers401()
    {
        await using var service = await KeyedService.StartAsync();

        KeyedService.AssertUnauthorized(await service.GetAsync("/nowhere"), "Bearer");
    }

    [Fact]
    public async Task Keys_InAnyAnswerOrLogLine_AreNeverRepeated()
    {
        await using var service = await KeyedService.StartAsync();
        var unknown = ApiKeys.Create().Key;

        var answer = await service.GetAsync("/tenant", unknown);

        Assert.DoesNotContain(unknown, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Logs.GetSnapshot(), r => r.Message.Contains(unknown, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_Twice_GivesTwoKeysOf256Bits()
    {
        var (one, other) = (ApiKeys.Create(), ApiKeys.Create());

        Assert.NotEqual(one, other);
        Assert.Matches("^lh_[A-Za-z0-9_-]{43}$", one.Key);
        Assert.Equal(ApiKeys.Hash(one.Key), one.Hash);
    }

    // Source: FIPS 180-2, appendix B.1; it is what `printf %s abc | sha256sum` prints, as the documentation says.
    [Fact]
    public void Hash_IsPlainSha256()
        => Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ApiKeys.Hash("abc"));

    [Fact]
    public void NewKey_Printed_ShowsNoKey()
    {
        var made = ApiKeys.Create();

        Assert.DoesNotContain(made.Key, made.ToString(), StringComparison.Ordinal);
    }
}
