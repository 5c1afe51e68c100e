namespace Leasehold.ServiceDefaults.Schema;

/// <summary>The columns by which a table is told to be a service's own.</summary>
/// <param name="Table">Its name in the code.</param>
/// <param name="Columns">What it was made with, and what each holds; not those that came later.</param>
internal sealed record TableShape(string Table, IReadOnlyDictionary<string, ColumnKind> Columns)
{
    /// <summary>
    /// How a table that is there differs; empty for our own. One with more columns is our own: another version of the
    /// service may have added them.
    /// </summary>
    /// <param name="found">The columns that are there, with their types in the database's words.</param>
    public IReadOnlyList<string> DifferencesFrom(IReadOnlyDictionary<string, FoundColumn> found)
    {
        var missing = Columns.Keys.Where(name => !found.ContainsKey(name)).ToList();
        List<string> differences = missing.Count == 0 ? [] : [$"it lacks {string.Join(", ", missing)}"];
        differences.AddRange(
            from column in Columns
            where found.TryGetValue(column.Key, out var there) && there.Kind != column.Value
            select $"{column.Key} is {found[column.Key].Type} instead of {Words(column.Value)}");
        var others = found.Keys.Where(name => !Columns.ContainsKey(name)).ToList();
        if (differences.Count > 0 && others.Count > 0)
        {
            differences.Add($"it has {string.Join(", ", others)} besides");
        }

        return differences;
    }

    private static string Words(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.WholeNumber => "a whole number",
        _ => "a number with a fraction",
    };
}
