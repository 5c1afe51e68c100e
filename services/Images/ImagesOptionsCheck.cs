using Leasehold.Images.Fetching;
using Microsoft.Extensions.Options;

namespace Leasehold.Images;

/// <summary>The rules that one setting's attribute cannot hold.</summary>
internal sealed class ImagesOptionsCheck : IValidateOptions<ImagesOptions>
{
    private const int MinKeyLength = 32;

    public ValidateOptionsResult Validate(string? name, ImagesOptions options)
    {
        List<string> broken = [];
        if (!AllowedHosts.TryRead(options.AllowedHosts, out _, out var faulty))
        {
            broken.Add($"Images:AllowedHosts: '{faulty}' is not host:port.");
        }

        if (!AllowedHosts.TryRead(options.ResultHosts, out _, out faulty))
        {
            broken.Add($"Images:ResultHosts: '{faulty}' is not host:port.");
        }

        if (options.PublicUrl is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo.Length: 0 }))
        {
            broken.Add("Images:PublicUrl must be an absolute http or https address without user information.");
        }

        // Behind one address another instance may be asked for what this one signed.
        if (options.SourceKey.Length < MinKeyLength && (options.PublicUrl is not null || options.SourceKey.Length > 0))
        {
            broken.Add($"Images:SourceKey must have {MinKeyLength} characters or more; Images:PublicUrl needs one.");
        }

        return broken.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
