using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.AspNetCore.Tests;

public sealed class FlightRecordEndpointTests
{
    private const string Route = "/leasehold/flight-records";

    [Fact]
    public async Task Post_MakesARecord_ThatIsListedAndRead()
    {
        await using var service = await StartAsync();

        var made = await service.PostAsync($"{Route}?reason=slow", "");
        var location = made.Headers["Location"];
        var read = await service.GetAsync(location);
        var listed = Assert.Single(
            (await service.GetAsync(Route)).Json.GetProperty("records").EnumerateArray());

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("slow", made.Json.GetProperty("reason").GetString());
        Assert.Equal(made.Text, read.Text);
        Assert.Equal($"{Route}/{listed.GetProperty("id").GetString()}", location);
        Assert.Equal("default", listed.GetProperty("database").GetString());
        Assert.Equal("no-store", read.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("GET", "/none", HttpStatusCode.NotFound)]
    [InlineData("POST", "?database=none", HttpStatusCode.NotFound)]
    public async Task Request_OfWhatThereIsNot_IsAProblem(string method, string rest, HttpStatusCode status)
    {
        await using var service = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), Route + rest);

        (await service.SendAsync(request)).AssertProblem(status);
    }

    private static Task<TestService> StartAsync()
        => TestService.StartAsync(static app => app.MapLeaseholdFlightRecords().AllowAnonymous());
}
