using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Leasehold.LocalServers.Databases;

/// <summary>Names that need no quoting, and do not meet another process's where they are made here.</summary>
internal static partial class DatabaseName
{
    public static string Unique(string start) =>
        $"{Checked(start)}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    public static string Checked(string name) => Allowed().IsMatch(name)
        ? name.ToLowerInvariant()
        : throw new ArgumentException($"'{name}' is not 1 to 40 letters, digits and _.", nameof(name));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
