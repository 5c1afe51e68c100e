namespace Leasehold.Analyzers;

/// <summary>Names with "*" for any text.</summary>
internal static class Glob
{
    public static bool IsMatch(string pattern, string name)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return string.Equals(pattern, name, StringComparison.Ordinal);
        }

        var last = parts[parts.Length - 1];
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)
            || name.Length < parts[0].Length + last.Length
            || !name.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts.Skip(1).Take(parts.Length - 2))
        {
            var found = name.IndexOf(part, at, name.Length - last.Length - at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return true;
    }
}
