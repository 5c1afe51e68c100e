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

        if (!GatewayLists.AreStates(options.DeclinedStates))
        {
            return ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:DeclinedStates (PAYMENT_GATEWAY_DECLINED_STATES) must be states separated "
                + "by commas, each of 1 to 64 visible ASCII characters, and success is none.");
        }

        if (!GatewayLists.AreStatuses(options.DeclinedStatuses))
        {
            return ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:DeclinedStatuses (PAYMENT_GATEWAY_DECLINED_STATUSES) must be HTTP statuses "
                + "separated by commas, each 400 to 499; 401, 407, 408, 425 and 429 say nothing about a payment.");
        }

        return string.IsNullOrWhiteSpace(options.Key) || options.Key.Any(static c => c is < '!' or > '~')
            ? ValidateOptionsResult.Fail(
                $"{GatewayOptions.Section}:Key is empty or holds characters a header cannot: set PAYMENT_GATEWAY_KEY.")
            : ValidateOptionsResult.Success;
    }
}
