using System.Net;
using Leasehold.Simulators.ImageProcessor.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Fetching;

/// <summary>Names are judged by what they mean at the moment of connecting.</summary>
public sealed class GuardedHandlerTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("fe80::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("127.0.0.1,93.184.216.34")]
    [InlineData("93.184.216.34,127.0.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946,fd00::1")]
    public async Task Connect_NameWithAPrivateAddress_IsRefusedBeforeConnecting(string addresses)
    {
        await using var site = await PictureSite.StartAsync();
        using var http = Client(addresses);

        // The site is there to see whether anything arrives: on 127.0.0.1 it would.
        await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync($"http://rebinding.example:{new Uri(site.Url).Port}/"));

        Assert.Equal(0, site.Requests);
    }

    [Fact]
    public async Task Connect_LiteralPrivateAddress_IsRefusedBeforeConnecting()
    {
        await using var site = await PictureSite.StartAsync();
        using var http = Client("93.184.216.34");

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(site.Url));

        Assert.Equal(0, site.Requests);
    }

    [Fact]
    public async Task Connect_AllowedName_GoesToTheAddressThatWasJudged()
    {
        // No name server knows the name: whoever asks a second time, as a rebinding answer needs, gets nowhere.
        await using var site = await PictureSite.StartAsync();
        var port = new Uri(site.Url).Port;
        var settings = new ProcessorSettings { AllowedHosts = [$"pictures.invalid:{port}"] };
        settings.AllowOwn([]);
        var asked = 0;
        using var http = new HttpClient(GuardedHandler.Create(settings, (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        }));

        using var answer = await http.GetAsync($"http://pictures.invalid:{port}/");

        Assert.Equal((HttpStatusCode.NotFound, 1, 1), (answer.StatusCode, site.Requests, asked));
    }

    [Fact]
    public void Create_Always_HasNoProxyCookiesCredentialsRedirectsOrDecompression()
    {
        using var handler = GuardedHandler.Create(new ProcessorSettings());

        Assert.False(handler.UseProxy);
        Assert.False(handler.UseCookies);
        Assert.Null(handler.Credentials);
        Assert.False(handler.PreAuthenticate);
        Assert.False(handler.AllowAutoRedirect);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
    }

    private static HttpClient Client(string addresses)
        => new(GuardedHandler.Create(
            new ProcessorSettings(),
            (_, _) => Task.FromResult(addresses.Split(',').Select(IPAddress.Parse).ToArray())));
}
