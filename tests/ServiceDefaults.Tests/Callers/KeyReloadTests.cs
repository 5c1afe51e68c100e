using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Leasehold.ServiceDefaults.Tests.Callers;

public sealed class KeyReloadTests
{
    [Fact]
    public async Task Key_DisabledByReload_IsRefusedWithoutRestart()
    {
        await using var service = await KeyedService.StartAsync();
        Assert.Equal("acme", (await service.GetAsync("/tenant", KeyedService.Acme.Key)).Text);

        service.Configuration["Leasehold:Keys:0:Disabled"] = "true";
        service.Configuration.Reload();

        (await service.GetAsync("/tenant", KeyedService.Acme.Key)).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Equal("globex", (await service.GetAsync("/tenant", KeyedService.Globex.Key)).Text);
    }

    [Fact]
    public async Task Key_RevokedBesideAFaultyEntry_IsRefusedAllTheSame()
    {
        await using var service = await KeyedService.StartAsync();
        service.Configuration["Leasehold:Keys:1:Hash"] = "typing mistake";

        service.Configuration["Leasehold:Keys:0:Disabled"] = "true";
        service.Configuration.Reload();

        (await service.GetAsync("/tenant", KeyedService.Acme.Key)).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Contains(service.Logs.GetSnapshot(), r => r.Id.Id == 4922
            && r.Message.Contains("Leasehold:Keys:1:Hash", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_AllRemoved_CloseTheDoorToLocalCallersToo()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $$$"""{"Leasehold":{"Keys":[{"Name":"shop","Tenant":"acme","Hash":"{{{KeyedService.Acme.Hash}}}"}]}}""");
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", (HttpContext context) => context.GetTenant()),
            configure: builder => builder.Configuration.AddJsonFile(file));
        Assert.Equal("acme", (await service.GetAsync("/", KeyedService.Acme.Key)).Text);

        await File.WriteAllTextAsync(file, "{}");
        service.Configuration.Reload();

        (await service.GetAsync("/")).AssertProblem(HttpStatusCode.Unauthorized);
        (await service.GetAsync("/", KeyedService.Acme.Key)).AssertProblem(HttpStatusCode.Unauthorized);
        File.Delete(file);
    }

    [Fact]
    public async Task Keys_FirstOneAddedByReload_EndsTheLoopbackRule()
    {
        await using var service = await TestService.StartAsync();
        foreach (var (key, value) in KeyedService.Key(0, "shop", "acme", KeyedService.Acme.Hash))
        {
            service.Configuration[key] = value;
        }

        service.Configuration.Reload();

        (await service.GetAsync("/nowhere")).AssertProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Name", "", "Leasehold:Keys:0:Name")]
    [InlineData("Tenant", "two words", "Leasehold:Keys:0:Tenant")]
    [InlineData("Hash", "lh_the-key-itself", "Leasehold:Keys:0:Hash")]
    [InlineData("Hash", "zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "Leasehold:Keys:0:Hash")]
    [InlineData("Roles:0", "", "Leasehold:Keys:0:Roles")]
    public async Task Key_FaultyAtStart_StopsTheStartAndIsNamedWithoutItsValue(
        string member, string value, string expected)
    {
        var settings = KeyedService.Settings.With($"Leasehold:Keys:0:{member}", value);

        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => TestService.StartAsync(settings: settings));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || !error.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_HashUsedTwice_StopsTheStart()
    {
        var copy = KeyedService.Key(4, "copy", "evil", KeyedService.Acme.Hash);

        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => TestService.StartAsync(settings: [.. KeyedService.Settings, .. copy]));

        Assert.Contains("Leasehold:Keys:4:Hash is used twice", error.Message, StringComparison.Ordinal);
    }
}
