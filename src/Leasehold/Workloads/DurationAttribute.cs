using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Leasehold.Providers;

/// <summary>Bounds a setting that is a duration.</summary>
/// <remarks>
/// The framework's <see cref="RangeAttribute"/> finds the type's converter by reflection, which trimming breaks.
/// </remarks>
/// <param name="minimum">The shortest, as hh:mm:ss.</param>
/// <param name="maximum">The longest, as hh:mm:ss.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute(string minimum, string maximum)
    : ValidationAttribute(static () => "The field {0} must be between {1} and {2}.")
{
    /// <summary>The shortest that is allowed, as hh:mm:ss.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>The longest that is allowed, as hh:mm:ss.</summary>
    public string Maximum { get; } = maximum;

    private TimeSpan Least => TimeSpan.Parse(Minimum, CultureInfo.InvariantCulture);

    private TimeSpan Most => TimeSpan.Parse(Maximum, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsValid(object? value)
        => value is null || (value is TimeSpan duration && duration >= Least && duration <= Most);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => string.Format(CultureInfo.InvariantCulture, ErrorMessageString, name, Least, Most);
}
