using System.Net;
using System.Net.Http.Json;

namespace Leasehold.Tests.Staging;

public sealed class HttpOutcomeTests
{
    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    public async Task FromHttp_Success_HasTheReply(int status)
    {
        var outcome = await OutcomeOfAsync(status, "\"tx-7\"");

        Assert.Equal("tx-7", outcome.Reply);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(411)]
    [InlineData(413)]
    [InlineData(414)]
    [InlineData(415)]
    [InlineData(417)]
    [InlineData(421)]
    [InlineData(422)]
    [InlineData(431)]
    [InlineData(451)]
    public async Task FromHttp_DefiniteRefusal_IsDeclinedByItsStatus(int status)
    {
        var outcome = await OutcomeOfAsync(status);

        Assert.Equal((CallOutcomeKind.Declined, $"status {status}"), (outcome.Kind, outcome.Reason));
    }

    [Theory]
    [InlineData(304)]
    [InlineData(302)]
    [InlineData(406)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(412)]
    [InlineData(423)]
    [InlineData(425)]
    [InlineData(428)]
    [InlineData(429)]
    [InlineData(499)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task FromHttp_AnythingElse_IsUnknown(int status)
    {
        var outcome = await OutcomeOfAsync(status);

        Assert.Equal((CallOutcomeKind.Unknown, $"status {status}"), (outcome.Kind, outcome.Reason));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task FromHttp_GoneAfterDelete_IsUnknown(int status)
    {
        using var response = Response(status, "");
        response.RequestMessage = new HttpRequestMessage(HttpMethod.Delete, "http://localhost/orders/1");

        var outcome = await CallOutcome.FromHttpAsync(
            response, static (content, token) => content.ReadFromJsonAsync<string>(token), cancellationToken: Ended);

        Assert.Equal(CallOutcomeKind.Unknown, outcome.Kind);
    }

    [Fact]
    public async Task FromHttp_OwnRefusals_Decide()
    {
        using var response = Response(409, "");

        var outcome = await CallOutcome.FromHttpAsync(
            response,
            static (content, token) => content.ReadFromJsonAsync<string>(token),
            static answer => answer.StatusCode == HttpStatusCode.Conflict,
            Ended);

        Assert.Equal(CallOutcomeKind.Declined, outcome.Kind);
    }

    [Theory]
    [InlineData("null", "empty answer")]
    [InlineData("<html>", "unreadable answer")]
    [InlineData("", "unreadable answer")]
    public async Task FromHttp_SuccessThatCannotBeRead_IsUnknown(string body, string reason)
    {
        var outcome = await OutcomeOfAsync(200, body);

        Assert.Equal((CallOutcomeKind.Unknown, reason), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task FromHttp_ReaderDeclines_IsDeclined()
    {
        using var response = Response(200, "");

        var outcome = await CallOutcome.FromHttpAsync<string>(
            response, static (_, _) => throw new CallDeclinedException("sold out"), cancellationToken: Ended);

        Assert.Equal((CallOutcomeKind.Declined, "sold out"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task FromHttp_CancelledWhileReading_IsCancelled()
    {
        using var response = Response(200, "");
        using var bound = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallOutcome.FromHttpAsync<string>(
            response,
            async (_, token) =>
            {
                await bound.CancelAsync();
                token.ThrowIfCancellationRequested();
                return "never";
            },
            cancellationToken: bound.Token));
    }

    private static async Task<CallOutcome<string>> OutcomeOfAsync(int status, string body = "")
    {
        using var response = Response(status, body);
        return await CallOutcome.FromHttpAsync(
            response, static (content, token) => content.ReadFromJsonAsync<string>(token), cancellationToken: Ended);
    }

    private static HttpResponseMessage Response(int status, string body)
        => new((HttpStatusCode)status) { Content = new StringContent(body) };
}
