using System.Globalization;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>How the driver is to behave, as a library says that makes connections of its own.</summary>
internal static class MySqlBehaviour
{
    // What the driver does with values, and with text that is sent; nothing of where or how it connects.
    private static readonly string[] Keywords =
    [
        "Allow User Variables", "Use Affected Rows", "Treat Tiny As Boolean", "Guid Format", "Old Guids",
        "Allow Zero DateTime", "Convert Zero DateTime", "DateTime Kind", "No Backslash Escapes",
    ];

    /// <summary>Whether a string says something of it that the own one does not.</summary>
    /// <exception cref="InvalidOperationException">The own string says the opposite.</exception>
    public static bool IsMissing(MySqlConnectionStringBuilder theirs, MySqlConnectionStringBuilder own)
    {
        var isMissing = false;
        foreach (var keyword in Differing(theirs, own))
        {
            if (own.ContainsKey(keyword))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The pools' connections have {keyword} = {own[keyword]}, and those that EF Core's provider makes "
                    + $"need {keyword} = {theirs[keyword]}: change it in the connection string of UseMySql."));
            }

            isMissing = true;
        }

        return isMissing;
    }

    /// <summary>Has the own string say what theirs says of it.</summary>
    public static void Carry(MySqlConnectionStringBuilder theirs, MySqlConnectionStringBuilder own)
    {
        foreach (var keyword in Differing(theirs, own).ToList())
        {
            own[keyword] = theirs[keyword];
        }
    }

    private static IEnumerable<string> Differing(MySqlConnectionStringBuilder theirs, MySqlConnectionStringBuilder own)
        => Keywords.Where(keyword => theirs.ContainsKey(keyword) && !Equals(theirs[keyword], own[keyword]));
}
