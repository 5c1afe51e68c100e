using FluentMigrator.Infrastructure;
using Leasehold.ServiceDefaults.Schema;

namespace Leasehold.Payments.Schema;

/// <summary>What the service's migrations share: lengths, and column types that mean the same everywhere.</summary>
public abstract class TablesMigrationSteps : ServiceMigration
{
    private protected const int IdLength = 32;
    private protected const int NameLength = 50;
    private protected const int KeyLength = 255;
    private protected const int PaymentIdLength = 260;
    private protected const int HashLength = 64;
    private protected const int StateLength = 20;
    private protected const int ReasonLength = 64;
    private protected const int TextLength = 255;
    private protected const int MessageLength = 300;
    private protected const int DetailLength = 500;
    private protected const int BodyLength = 4000;
    private protected const int DayLength = 10;

    private string _database = "";

    /// <inheritdoc/>
    public override void GetUpExpressions(IMigrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _database = context.QuerySchema.DatabaseType;
        base.GetUpExpressions(context);
    }

    /// <summary>MariaDB and MySQL, the only ones where a column has an alphabet of its own.</summary>
    private protected bool IsMySql
        => _database != "SQLite" && !_database.StartsWith("Postgre", StringComparison.Ordinal);

    private protected void CreateIfMissing(string table, Action create)
    {
        if (!Schema.Table(table).Exists())
        {
            create();
        }
    }

    /// <summary>
    /// ASCII, compared byte by byte. MariaDB's default collation would take "KEY" and "key" for one key, and an
    /// index over four bytes a character would be too wide.
    /// </summary>
    private protected string Code(int length) => _database switch
    {
        "SQLite" => "TEXT",
        var name when name.StartsWith("Postgre", StringComparison.Ordinal) => $"VARCHAR({length}) COLLATE \"C\"",
        _ => $"VARCHAR({length}) CHARACTER SET ascii COLLATE ascii_bin",
    };

    /// <summary>Any text, compared byte by byte.</summary>
    private protected string Text(int length) => _database switch
    {
        "SQLite" => "TEXT",
        var name when name.StartsWith("Postgre", StringComparison.Ordinal) => $"VARCHAR({length})",
        _ => $"VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    };
}
