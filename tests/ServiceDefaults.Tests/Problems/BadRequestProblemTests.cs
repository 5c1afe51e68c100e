using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.ServiceDefaults.Tests.Problems;

public sealed class BadRequestProblemTests
{
    private const string Card = "4111111111111111";

    [Theory]
    [InlineData("""{"order_number": "A-1", "amount": """, "not well-formed JSON")]
    [InlineData("{'order_number': 1}", "not well-formed JSON (line 1, byte 2)")]
    [InlineData("\n\n nonsense", "not well-formed JSON (line 3, byte 3)")]
    [InlineData("""{"order_number": "A-1"}""", "The JSON at $ lacks: amount.")]
    [InlineData("{}", "lacks: order_number, amount.")]
    [InlineData("""{"order_number": "A-1", "amount": "much"}""", "$.amount is not of the kind expected")]
    [InlineData("""{"order_number": 1, "amount": 1}""", "$.order_number is not of the kind expected")]
    [InlineData("""{"order_number": "A-1", "order_number": "A-2", "amount": 1}""", "a member twice")]
    [InlineData("[]", "not of the kind expected")]
    [InlineData("", "needs a body")]
    public async Task Json_Unreadable_Answers400SayingWhatAndWhere(string json, string expected)
    {
        var answer = await PostAsync(json);

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Contains(expected, answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($$"""{"order_number": "A-1", "amount": "{{Card}}x"}""")]
    [InlineData($$"""{"order_number": {{Card}}, "amount": 1}""")]
    [InlineData($$"""{"order_number": "A-1", "extra": {"{{Card}}": "x" }, "amount": 1}""")]
    [InlineData($"{Card}x")]
    public async Task Json_Unreadable_RepeatsNoValueOfIt(string json)
    {
        var answer = await PostAsync(json);

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(Card, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(OrderRequest), answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_NestedTooDeeply_Answers400()
    {
        var nested = new string('[', 16) + new string(']', 16);

        var answer = await PostAsync($$"""{"order_number": "A-1", "amount": 1, "anything": {{nested}}}""");

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Contains("nested too deeply", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_NestedAsDeeplyAsAllowed_IsTaken()
    {
        var nested = new string('[', 15) + new string(']', 15);

        var answer = await PostAsync($$"""{"order_number": "A-1", "amount": 1, "anything": {{nested}}}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task ContentType_NotJson_Answers415()
        => (await PostAsync("{}", "text/plain")).AssertProblem(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Parameter_Malformed_IsNamedWithoutItsValue()
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync($"/page?size=x{Card}");

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Equal("The parameter size is missing or malformed.", answer.Detail);
    }

    [Fact]
    public async Task Parameter_Missing_IsNamed()
    {
        await using var service = await StartAsync();

        Assert.Equal("The parameter size is missing or malformed.", (await service.GetAsync("/page")).Detail);
    }

    private static async Task<Answer> PostAsync(string json, string mediaType = "application/json")
    {
        await using var service = await StartAsync();
        return await service.PostAsync("/orders", json, mediaType);
    }

    private static Task<TestService> StartAsync() => TestService.StartAsync(
        app =>
        {
            app.MapPost("/orders", (OrderRequest order) => order.OrderNumber);
            app.MapGet("/page", (int size) => size);
        },
        configure: builder => builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            o.SerializerOptions.AllowDuplicateProperties = false;
        }));
}
