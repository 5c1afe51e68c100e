using System.Collections.Frozen;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leasehold.Sqlite;

/// <summary>
/// Whether something was done on a connection that stays after its holder: learned as SQL is compiled.
/// </summary>
/// <remarks>
/// SQLite asks an authorizer about each thing that a statement is going to do. It sees temporary tables, attached
/// databases and PRAGMAs that set something; not raw calls of its own interface. Source: SQLite,
/// sqlite3_set_authorizer.
/// </remarks>
internal sealed class SqliteTraces
{
    // Source: SQLite's authorizer action codes.
    private const int CreateIndex = 1;
    private const int CreateTable = 2;
    private const int CreateTempIndex = 3;
    private const int CreateTempView = 6;
    private const int CreateView = 8;
    private const int Pragma = 19;
    private const int Attach = 24;

    // What asks something, or is kept in the file.
    private static readonly FrozenSet<string> Harmless = FrozenSet.ToFrozenSet(
        [
            "application_id", "foreign_key_check", "foreign_key_list", "incremental_vacuum", "index_info",
            "index_list", "index_xinfo", "integrity_check", "optimize", "quick_check", "read_uncommitted",
            "table_info", "table_list", "table_xinfo", "user_version", "wal_checkpoint",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly SqliteConnectionStringBuilder _settings;
    private bool _isChanged;
    private bool _isQueryOnly;
    private bool _isSeen;
    private bool _isWithoutForeignKeys;

    private SqliteTraces(SqliteConnectionStringBuilder settings) => _settings = settings;

    public bool HasAny => _isChanged || _isQueryOnly || _isWithoutForeignKeys;

    /// <summary>Whether the application has done with it what it does with each new one.</summary>
    public bool IsInitialized { get; private set; }

    /// <summary>From here on what is done is its holders' doing.</summary>
    public void Begin()
    {
        (_isChanged, _isQueryOnly, _isWithoutForeignKeys) = (false, false, false);
        IsInitialized = true;
    }

    /// <summary>Begins to look at a connection that has just been made.</summary>
    public static SqliteTraces Watch(sqlite3 handle, SqliteConnectionStringBuilder settings)
    {
        var traces = new SqliteTraces(settings);
        raw.sqlite3_set_authorizer(
            handle,
            static (state, action, first, second, database, _) =>
            {
                if (action is >= CreateIndex and <= CreateView or Pragma or Attach)
                {
                    ((SqliteTraces)state).Note(action, Text(first), Text(second), Text(database));
                }

                return raw.SQLITE_OK;
            },
            traces);
        return traces;

        static string? Text(utf8z value) => value.utf8_to_string();
    }

    /// <summary>Whether this is the first question: so the connection was made for its present opening.</summary>
    public bool TakeIsNew() => !Interlocked.Exchange(ref _isSeen, true);

    private void Note(int action, string? first, string? second, string? database)
    {
        switch (action)
        {
            case >= CreateTempIndex and <= CreateTempView:
                _isChanged = true;
                break;
            case Pragma:
                if (second is not null)
                {
                    NotePragma(first!.ToLowerInvariant(), second);
                }

                break;
            case Attach:
                // VACUUM attaches a file without a name for itself.
                _isChanged |= first is { Length: > 0 };
                break;
            default:
                _isChanged |= database == "temp";
                break;
        }
    }

    private void NotePragma(string name, string value)
    {
        switch (name)
        {
            case "query_only":
                // Reading sessions set it, and put it back.
                _isQueryOnly = IsOn(value);
                break;
            case "foreign_keys":
                // With the keyword in the string the driver sets it at each opening.
                _isWithoutForeignKeys = _settings.ForeignKeys is null && !IsOn(value);
                break;
            case "recursive_triggers":
                _isChanged |= !_settings.RecursiveTriggers;
                break;
            case "journal_mode":
                _isChanged |= !value.Equals("wal", StringComparison.OrdinalIgnoreCase);
                break;
            default:
                _isChanged |= !Harmless.Contains(name);
                break;
        }
    }

    private static bool IsOn(string value) => value.ToLowerInvariant() is not ("0" or "off" or "false" or "no");
}
