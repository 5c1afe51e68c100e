using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Gateway;

/// <summary>An empty key would make every payment fail at run time; it is found at start-up instead.</summary>
internal sealed class GatewayOptionsCheck : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        if (!options.Url.IsAbsoluteUri || options.Url.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:Url (PAYMENT_GATEWAY_URL) must be an absolute http or https address.");
        }

        if (options.Url.UserInfo.Length > 0 || options.Url.Query.Length > 0 || options.Url.Fragment.Length > 0)
        {
            return ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:Url (PAYMENT_GATEWAY_URL) must hold no user information and no query.");
        }

        if (options.NotFoundGrace < options.Timeout)
        {
            // A request that may still be running at our end certainly may at the gateway's.
            return ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:NotFoundGrace must not be below {GatewayOptions.Section}:Timeout.");
        }

        return string.IsNullOrWhiteSpace(options.Key) || options.Key.Any(static c => c is < '!' or > '~')
            ? ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:Key is empty or holds characters a header cannot: set PAYMENT_GATEWAY_KEY.")
            : ValidateOptionsResult.Success;
    }
}
