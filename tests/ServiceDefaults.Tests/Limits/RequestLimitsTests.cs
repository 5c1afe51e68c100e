using System.Net;
using Microsoft.AspNetCore.Builder;
using Leasehold.ServiceDefaults.Tests.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Tests.Limits;

public sealed class RequestLimitsTests
{
    private const int Limit = 64 * 1024;

    [Theory]
    [InlineData(Limit + 1)]
    [InlineData(1024 * 1024)]
    [InlineData(6 * 1024 * 1024)]
    public async Task Body_LargerThanTheLimit_IsRefusedBeforeTheHandlerRuns(int bytes)
    {
        var calls = 0;
        await using var service = await TestService.StartAsync(app => app.MapPost("/", () => ++calls));

        var answer = await service.PostAsync("/", new string('x', bytes));

        answer.AssertProblem(HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("65536 bytes", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Body_OfUnknownLength_IsRefusedWhenTheLimitIsRead()
    {
        await using var service = await TestService.StartAsync(app => app.MapPost("/", (OrderRequest order) => order));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent($$"""{"a":"{{new string('x', Limit)}}"}""", null, "application/json");

        var answer = await service.SendAsync(request);

        answer.AssertProblem(HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("65536 bytes", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_AsLargeAsTheLimit_IsTaken()
    {
        await using var service = await StartLengthAsync(null);

        Assert.Equal($"{Limit}", (await service.PostAsync("/", new string('x', Limit))).Text);
    }

    [Fact]
    public async Task RequestSizeLimit_Larger_TakesMore()
    {
        await using var service = await StartLengthAsync(2 * Limit);

        Assert.Equal($"{2 * Limit}", (await service.PostAsync("/", new string('x', 2 * Limit))).Text);
    }

    [Fact]
    public async Task RequestSizeLimit_Smaller_TakesLess()
    {
        await using var service = await StartLengthAsync(10);

        (await service.PostAsync("/", new string('x', 11))).AssertProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Headers_TooMany_AreRefused()
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync("/health", change: request =>
        {
            for (var i = 0; i < 60; i++)
            {
                request.Headers.Add($"X-{i}", "v");
            }
        });

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.Status);
    }

    [Fact]
    public async Task Headers_TooLarge_AreRefused()
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync(
            "/health", change: r => r.Headers.Add("X-Long", new string('v', 17 * 1024)));

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.Status);
    }

    [Fact]
    public async Task RequestLine_TooLong_IsRefused()
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync($"/health?q={new string('v', 5000)}");

        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.Status);
    }

    [Fact]
    public async Task Server_DoesNotNameItself()
    {
        await using var service = await TestService.StartAsync();

        Assert.False((await service.GetAsync("/health")).Headers.ContainsKey("Server"));
    }

    [Fact]
    public async Task Setting_OutOfRange_StopsTheStartAndIsNamed()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestService.StartAsync(settings: [("Leasehold:Limits:MaxJsonDepth", "65")]));

        Assert.Contains("Leasehold:Limits:MaxJsonDepth must be 1 to 64.", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartLengthAsync(long? limit) => TestService.StartAsync(app =>
    {
        var endpoint = app.MapPost("/", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return (await reader.ReadToEndAsync()).Length;
        });
        if (limit is { } bytes)
        {
            endpoint.WithMetadata(new RequestSizeLimitAttribute(bytes));
        }
    });
}
