using Microsoft.Extensions.Options;

namespace Leasehold.Images.Processor;

/// <summary>A wrong address would make every image fail at run time; it is found at start-up instead.</summary>
internal sealed class ProcessorOptionsCheck : IValidateOptions<ProcessorOptions>
{
    public ValidateOptionsResult Validate(string? name, ProcessorOptions options)
        => options.Url is
        {
            IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0,
        }
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ProcessorOptions.Section}:Url (IMAGE_PROCESSOR_URL) must be an absolute http or https address "
                + "without user information and query.");
}
