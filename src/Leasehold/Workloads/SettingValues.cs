using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Leasehold.Providers;

/// <summary>Finds settings whose values break the rules on their properties.</summary>
/// <remarks>Thread-safe. Trimming keeps what it needs, unlike what the framework's validator needs.</remarks>
public static class SettingValues
{
    /// <summary>The settings that are wrong.</summary>
    /// <param name="section">Where they stand in the configuration.</param>
    /// <param name="options">Their values.</param>
    /// <typeparam name="TOptions">Their type; rules of derived types are not seen.</typeparam>
    /// <returns>A sentence for each broken rule, which names the setting, its value and the rule.</returns>
    public static IEnumerable<string> FindWrong<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(
        string section, TOptions options)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(options);
        var context = new ValidationContext(options, typeof(TOptions).Name, serviceProvider: null, items: null);
        foreach (var setting in typeof(TOptions).GetProperties())
        {
            (context.DisplayName, context.MemberName) = (setting.Name, setting.Name);
            foreach (var rule in setting.GetCustomAttributes<ValidationAttribute>())
            {
                var value = setting.GetValue(options);
                if (rule.GetValidationResult(value, context) is { } wrong)
                {
                    var hint = value is TimeSpan ? " Durations are written hh:mm:ss; a bare number means days." : "";
                    yield return $"{section}:{setting.Name} is {value ?? "missing"}. {wrong.ErrorMessage}{hint}";
                }
            }
        }
    }
}
