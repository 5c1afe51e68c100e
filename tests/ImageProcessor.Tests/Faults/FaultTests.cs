using System.Diagnostics;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private ProcessorUnderTest _processor = null!;

    private string Sample => _processor.Url + "/samples/rings.png";

    public async ValueTask InitializeAsync() => _processor = await ProcessorUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _processor.DisposeAsync();

    [Fact]
    public async Task Samples_Each_CanBeProcessed()
    {
        var addresses = System.Text.Json.JsonSerializer.Deserialize<string[]>(
            await _processor.Http.GetStringAsync("/samples"))!;

        Assert.Equal(3, addresses.Length);
        foreach (var address in addresses)
        {
            Assert.Equal(200, (await _processor.ProcessAsync(address, """{"width":50}""")).Status);
        }
    }

    [Fact]
    public async Task Errors_Next_HitTheComingRequestsOnly()
    {
        await _processor.SetFaultsAsync("""{"error_status":503,"error_before":{"next":1}}""");

        Assert.Equal(503, (await _processor.ProcessAsync(Sample)).Status);
        Assert.Equal(200, (await _processor.ProcessAsync(Sample)).Status);
    }

    [Fact]
    public async Task Drop_Before_AnswersNothing()
    {
        await _processor.SetFaultsAsync("""{"drop_before":{"next":1}}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => _processor.ProcessAsync(Sample));
    }

    [Fact]
    public async Task SkipPixels_WithLatency_WaitsAndFetchesNothing()
    {
        await using var site = await PictureSite.StartAsync();
        await _processor.SetFaultsAsync("""{"skip_pixels":true,"latency_ms":300}""");
        var startedAt = Stopwatch.GetTimestamp();

        var reply = await _processor.ProcessAsync(site.Serve([]), """{"width":10,"height":20}""");

        Assert.Equal((200, "10", "20"), (reply.Status, reply["width"], reply["height"]));
        Assert.True(Stopwatch.GetElapsedTime(startedAt) >= TimeSpan.FromMilliseconds(290));
        Assert.Equal(0, site.Requests);
        Assert.NotEmpty(await _processor.Http.GetByteArrayAsync(new Uri(reply["processed_url"]!)));
    }

    [Fact]
    public async Task Control_MisspeltFault_Is400()
    {
        using var answer = await _processor.Http.PutAsync(
            "/control/faults",
            new StringContent("""{"latencyms":5}""", System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Control_FromAWebPage_Is403()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/control/stats");
        request.Headers.Add("Origin", "http://evil.example");
        using var answer = await _processor.Http.SendAsync(request);

        Assert.Equal(403, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("0123456789abcdef0123456789abcdef.svg")]
    [InlineData("0123456789abcdef0123456789abcdef.png")]
    public async Task Results_OtherName_Is404(string name)
    {
        using var answer = await _processor.Http.GetAsync($"/results/{name}");

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("--Processor:Concurrency=0", "Processor:Concurrency")]
    [InlineData("--Processor:AllowedHosts:0=localhost", "Processor:AllowedHosts")]
    [InlineData("--Processor:Fautls:LatencyMs=1", "Processor")]
    public void Build_BadSetting_NamesIt(string argument, string name)
    {
        var problem = Assert.ThrowsAny<Exception>(() => ImageProcessorHost.Build([argument]));

        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }
}
