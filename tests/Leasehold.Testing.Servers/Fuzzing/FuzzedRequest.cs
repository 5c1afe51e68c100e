namespace Leasehold.Testing.Servers.Fuzzing;

/// <summary>One request of a fuzzer.</summary>
/// <param name="method">The method.</param>
/// <param name="path">Path and query, as they go on the wire.</param>
/// <param name="body">The body; empty for none.</param>
/// <param name="headers">The headers, those of the body among them.</param>
public sealed class FuzzedRequest(
    string method, string path, byte[] body, IReadOnlyList<(string Name, string Value)> headers)
{
    private const int ShownBytes = 600;

    /// <summary>What is sent.</summary>
    /// <param name="service">The address of the service.</param>
    public HttpRequestMessage ToMessage(Uri service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var message = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(
                service.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body.Length > 0)
        {
            message.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value)
                || message.Content?.Headers.TryAddWithoutValidation(name, value) == true;
        }

        return message;
    }

    /// <inheritdoc/>
    public override string ToString()
        => $"{method} {path} [{string.Join(", ", headers)}] "
            + Convert.ToBase64String(body.AsSpan(0, Math.Min(body.Length, ShownBytes)));
}
