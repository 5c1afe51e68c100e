using System.Globalization;
using Leasehold.ServiceDefaults.Startup;
using LinqToDB.DataProvider.MySql;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>What a server of MySQL's protocol says of itself.</summary>
/// <param name="IsMariaDb">MariaDB; otherwise MySQL, or one that calls itself so.</param>
/// <param name="Number">Major and minor; 0.0 where it says no number.</param>
internal sealed record MySqlServerVersion(bool IsMariaDb, Version Number)
{
    // The first that skip locked rows, as taking an operation does. Sources: MySQL 8.0 reference, "Locking Reads";
    // MariaDB knowledge base, "SELECT", SKIP LOCKED.
    private static readonly Version OldestMySql = new(8, 0);
    private static readonly Version OldestMariaDb = new(10, 6);

    /// <summary>linq2db's dialect: 8.0's is that of everything newer.</summary>
    public MySqlVersion Dialect => IsMariaDb ? MySqlVersion.MariaDB10 : MySqlVersion.MySql80;

    /// <summary>Reads the answer to SELECT VERSION(), for example 9.7.4-2 or 10.11.14-MariaDB-0+deb12u2.</summary>
    /// <param name="answer">The answer.</param>
    public static MySqlServerVersion Read(object? answer)
    {
        var text = answer as string ?? "";
        var numbers = text.Split('.', '-');
        var number = numbers.Length > 1
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                ? new Version(major, minor)
                : new Version(0, 0);
        return new MySqlServerVersion(text.Contains("MariaDB", StringComparison.OrdinalIgnoreCase), number);
    }

    /// <summary>Refuses a server that cannot do what the service needs; one without a number is tried.</summary>
    /// <exception cref="ServiceStartException">It is too old.</exception>
    public void RefuseTooOld()
    {
        var oldest = IsMariaDb ? OldestMariaDb : OldestMySql;
        if (Number.Major > 0 && Number < oldest)
        {
            throw new ServiceStartException(
                $"The database server is {(IsMariaDb ? "MariaDB" : "MySQL")} {Number}. It cannot skip locked rows: use "
                + $"MySQL {OldestMySql} or MariaDB {OldestMariaDb}, or newer.");
        }
    }
}
