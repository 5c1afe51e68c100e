using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>The names of a service's tables in the database: as the code says them, or behind a prefix.</summary>
/// <remarks>
/// Thread-safe. The statements say <c>orders</c>, whatever the prefix, and are rewritten on their way to the database:
/// every statement of a service, written by hand or not, goes through the same place. Without a prefix nothing is
/// rewritten.
/// </remarks>
public sealed partial class TableNames
{
    /// <summary>Statements are few; those that carry many rows as literals are not worth keeping.</summary>
    private const int MaxKept = 500;
    private const int MaxKeptLength = 4_000;

    private const int MaxPrefixLength = 20;

    private static readonly SearchValues<char> PrefixCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] BesideTables = ["ux_", "ix_", "pk_", "fk_"];

    private readonly ConcurrentDictionary<string, string> _rewritten = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tables;

    /// <summary>Names behind a prefix.</summary>
    /// <param name="prefix">Empty, or up to 20 of a-z 0-9 and _, no digit first.</param>
    /// <param name="tables">The tables that statements name.</param>
    /// <exception cref="ServiceStartException">It is not such a prefix.</exception>
    public TableNames(string prefix, params IEnumerable<string> tables)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > MaxPrefixLength
            || prefix.AsSpan().ContainsAnyExcept(PrefixCharacters)
            || (prefix.Length > 0 && char.IsAsciiDigit(prefix[0])))
        {
            throw new ServiceStartException(
                "TABLE_PREFIX (Leasehold:Database:TablePrefix) must be up to 20 of a-z 0-9 and _, and begin with a "
                + "letter or _: statements are written without quotes, and a database would fold anything else.");
        }

        Prefix = prefix;
        _tables = new HashSet<string>(tables, StringComparer.Ordinal);
    }

    /// <summary>No prefix: every statement stays as it is.</summary>
    public static TableNames Plain { get; } = new("");

    /// <summary>What stands before each name.</summary>
    /// <value>Empty by default.</value>
    public string Prefix { get; }

    /// <summary>A table's name in the database.</summary>
    /// <param name="table">Its name in the code.</param>
    public string Of(string table) => Prefix + table;

    /// <summary>A statement with the names in the database.</summary>
    /// <param name="sql">The statement as the code has it.</param>
    public string In(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        if (Prefix.Length == 0)
        {
            return sql;
        }

        if (sql.Length > MaxKeptLength || _rewritten.Count >= MaxKept)
        {
            return _rewritten.TryGetValue(sql, out var kept) ? kept : Rewrite(sql);
        }

        return _rewritten.GetOrAdd(sql, Rewrite);
    }

    private string Rewrite(string sql)
        => Words().Replace(sql, word => IsName(word.ValueSpan) ? Prefix + word.Value : word.Value);

    /// <summary>Whether it begins with a name, as <c>orders</c> and <c>orders.id</c> do, not <c>o.orders</c>.</summary>
    private bool IsName(ReadOnlySpan<char> word)
    {
        var dot = word.IndexOf('.');
        var first = dot < 0 ? word : word[..dot];
        if (_tables.GetAlternateLookup<ReadOnlySpan<char>>().Contains(first))
        {
            return true;
        }

        // Indexes and constraints have names of their own in the same database.
        foreach (var begin in BesideTables)
        {
            if (first.StartsWith(begin, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Literals, so that nothing inside one is taken for a name, and words with their qualifiers.</summary>
    [GeneratedRegex(@"'[^']*'|[\w@:.$]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
