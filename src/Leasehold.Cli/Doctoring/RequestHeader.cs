namespace Leasehold.Cli.Doctoring;

/// <summary>A header of each request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, which is never printed.</param>
internal sealed record RequestHeader(string Name, string Value)
{
    /// <summary>Reads <c>Name: value</c>; null when it is something else.</summary>
    public static RequestHeader? TryRead(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return null;
        }

        var header = new RequestHeader(text[..colon].Trim(), text[(colon + 1)..].Trim());
        using var request = new HttpRequestMessage();
        return header.Value.Length > 0 && request.Headers.TryAddWithoutValidation(header.Name, header.Value)
            ? header
            : null;
    }

    public override string ToString() => $"{Name}: …";
}
