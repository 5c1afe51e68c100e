namespace Leasehold.Analyzers;

/// <summary>What can be told from an SQL text about how many rows it gives, and in which order.</summary>
internal sealed class SqlQuery
{
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        "count", "sum", "min", "max", "avg", "exists", "string_agg", "group_concat", "json_agg", "array_agg", "bool_or",
        "bool_and", "last_insert_id", "last_insert_rowid", "lastval", "changes", "row_count",
    };

    private readonly List<SqlToken> _tokens;

    public SqlQuery(string sql)
    {
        var all = SqlTokens.Of(sql);
        var last = all.FindLastIndex(static t => t.IsSign(";"));
        if (last == all.Count - 1 && last >= 0)
        {
            all.RemoveAt(last);
            last = all.FindLastIndex(static t => t.IsSign(";"));
        }

        _tokens = last < 0 ? all : all.GetRange(last + 1, all.Count - last - 1);
        var top = _tokens.Where(static t => t.Depth == 0).ToList();
        IsSelect = top.Count > 1 && (top[0].Is("select") || top[0].Is("with")) && top.Any(static t => t.Is("from"))
            && !top.Where((t, i) => t.Is("insert") || t.Is("delete") || t.Is("merge")
                || (t.Is("update") && !top[i - 1].Is("for") && !top[i - 1].Is("key"))).Any();
        IsOrdered = Follows(top, "order", "by");
        IsGrouped = Follows(top, "group", "by");
        IsAggregate = !Follows(top, "group", "by") && SelectList().Any(static t => Aggregates.Contains(t.Text))
            && !SelectList().Any(static t => t.Is("over"));
        IsLimited = IsLimitedToOne(_tokens);
        Table = top.FindIndex(static t => t.Is("from")) is var from and >= 0 ? TableAfter(top, from) : "";
    }

    /// <summary>Whether it reads rows of a table; everything else gives what it gives.</summary>
    public bool IsSelect { get; }

    /// <summary>Whether it says ORDER BY.</summary>
    public bool IsOrdered { get; }

    /// <summary>Whether it says GROUP BY: totals, not rows that are looked up.</summary>
    public bool IsGrouped { get; }

    /// <summary>Whether it asks for a total over all rows.</summary>
    public bool IsAggregate { get; }

    /// <summary>Whether it says LIMIT 1, TOP 1 or FETCH FIRST 1.</summary>
    public bool IsLimited { get; }

    /// <summary>The table after FROM; empty when there is none.</summary>
    public string Table { get; }

    /// <summary>The columns that WHERE compares with values, when every comparison must hold.</summary>
    public HashSet<string> ComparedColumns()
    {
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var start = _tokens.FindIndex(static t => t.Depth == 0 && t.Is("where"));
        for (var i = start + 1; start >= 0 && i < _tokens.Count; i++)
        {
            var token = _tokens[i];
            if (token.Is("or") || token.Is("not"))
            {
                columns.Clear();
                return columns;
            }

            if (token.Depth == 0 && (token.Is("order") || token.Is("group") || token.Is("limit") || token.Is("union")
                || token.Is("for")))
            {
                break;
            }

            if (token.Is("select"))
            {
                // A query within: its comparisons are not those of the rows asked for.
                var depth = token.Depth;
                while (i < _tokens.Count && _tokens[i].Depth >= depth)
                {
                    i++;
                }
            }
            else if (token.IsSign("=") && i > 0 && i + 1 < _tokens.Count && !IsComparison(_tokens[i - 1]))
            {
                AddColumn(columns, _tokens[i - 1], _tokens[i + 1]);
                AddColumn(columns, _tokens[i + 1], _tokens[i - 1]);
            }
        }

        return columns;
    }

    private static bool IsComparison(SqlToken token) => token.IsSign("<") || token.IsSign(">") || token.IsSign("!");

    private static void AddColumn(HashSet<string> columns, SqlToken column, SqlToken value)
    {
        if (column.Kind == SqlTokenKind.Word && value.Kind == SqlTokenKind.Value)
        {
            columns.Add(column.Text);
        }
    }

    private IEnumerable<SqlToken> SelectList()
        => _tokens
            .SkipWhile(static t => t.Depth > 0 || !t.Is("select"))
            .TakeWhile(static t => t.Depth > 0 || !t.Is("from"));

    private static bool Follows(List<SqlToken> tokens, string first, string second)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Is(first) && tokens[i + 1].Is(second))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLimitedToOne(List<SqlToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            var isLimit = tokens[i].Depth == 0 && (tokens[i].Is("limit") || tokens[i].Is("top")
                || ((tokens[i].Is("first") || tokens[i].Is("next")) && i > 0 && tokens[i - 1].Is("fetch")));
            if (isLimit)
            {
                var number = tokens[i + 1].IsSign("(") && i + 2 < tokens.Count ? tokens[i + 2] : tokens[i + 1];
                return number.Text == "1" || number.Is("row");
            }
        }

        return false;
    }

    private static string TableAfter(List<SqlToken> top, int from)
    {
        var name = "";
        for (var i = from + 1; i < top.Count; i++)
        {
            if (top[i].Kind == SqlTokenKind.Word && (name.Length == 0 || top[i - 1].IsSign(".")))
            {
                name = top[i].Text;
            }
            else if (!top[i].IsSign("."))
            {
                break;
            }
        }

        return name;
    }
}
