using System.Net;

namespace Leasehold.Simulators.ImageProcessor.Tests.Fetching;

/// <summary>Answers each address with a redirect to another, or with an empty body.</summary>
internal sealed class ScriptedHandler(params (string Url, string? Location)[] script) : HttpMessageHandler
{
    public List<string> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        Asked.Add(url);
        var location = script.First(page => page.Url == url).Location;
        var response = new HttpResponseMessage(location is null ? HttpStatusCode.OK : HttpStatusCode.Found);
        response.Headers.Location = location is null ? null : new Uri(location);
        return Task.FromResult(response);
    }
}
