using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Leasehold.LocalServers.Databases;

/// <summary>Makes names that need no quoting and do not meet another process's.</summary>
internal static partial class DatabaseName
{
    public static string Unique(string start)
    {
        if (!Allowed().IsMatch(start))
        {
            throw new ArgumentException($"'{start}' is not 1 to 40 letters, digits and _.", nameof(start));
        }

        return $"{start.ToLowerInvariant()}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
