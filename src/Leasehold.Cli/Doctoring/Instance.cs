namespace Leasehold.Cli.Doctoring;

/// <summary>One running application.</summary>
/// <param name="Base">Its address, with a slash at the end, without user, query and fragment.</param>
internal sealed record Instance(Uri Base)
{
    private const string Diagnosis = "leasehold/diagnosis";

    public Uri DiagnosisAddress => new(Base, Diagnosis);

    public Uri SnapshotAddress => new(Base, "leasehold/snapshot?holders=0");

    /// <summary>Reads what was typed; null when it is no URL of HTTP.</summary>
    public static Instance? TryRead(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return null;
        }

        // Whoever pastes the whole address means the instance.
        var path = url.AbsolutePath.TrimEnd('/');
        path = path.EndsWith($"/{Diagnosis}", StringComparison.OrdinalIgnoreCase)
            ? path[..^Diagnosis.Length]
            : $"{path}/";
        return new Instance(new Uri($"{url.Scheme}://{url.Authority}{path}"));
    }

    public override string ToString() => Base.AbsoluteUri.TrimEnd('/');
}
