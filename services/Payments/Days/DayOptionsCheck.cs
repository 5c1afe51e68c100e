using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Days;

/// <summary>A zone that is not known here is found at start-up, not by the first settlement.</summary>
internal sealed class DayOptionsCheck : IValidateOptions<DayOptions>
{
    public ValidateOptionsResult Validate(string? name, DayOptions options)
        => TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DayOptions.Section}:TimeZone must be a time zone of this machine, such as UTC or Asia/Seoul.");
}
