using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace Leasehold.Workloads;

/// <summary>Names the settings in which two sets of options differ.</summary>
internal static class OptionChanges
{
    /// <summary>E.g. <c>Pools:Api:Size 20 → 30, Budget 40 → 50</c>; empty when there is none.</summary>
    public static string Between(LeaseholdOptions from, LeaseholdOptions to)
    {
        var changes = new List<string>();
        Compare("", from, to, changes);
        Compare("FlightRecords:", from.FlightRecords, to.FlightRecords, changes);
        foreach (var name in from.Pools.Keys.Union(to.Pools.Keys, StringComparer.OrdinalIgnoreCase))
        {
            if (from.Pools.TryGetValue(name, out var before) && to.Pools.TryGetValue(name, out var after))
            {
                Compare($"Pools:{name}:", before, after, changes);
            }
            else
            {
                changes.Add($"Pools:{name}");
            }
        }

        return string.Join(", ", changes);
    }

    private static void Compare<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TOptions>(
        string path, TOptions from, TOptions to, List<string> changes)
    {
        foreach (var setting in typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // Neither what is compared by itself nor what is code.
            var type = setting.PropertyType;
            if (!type.IsValueType && type != typeof(string))
            {
                continue;
            }

            var (before, after) = (setting.GetValue(from), setting.GetValue(to));
            if (!Equals(before, after))
            {
                changes.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{path}{setting.Name} {before ?? "unset"} → {after ?? "unset"}"));
            }
        }
    }
}
