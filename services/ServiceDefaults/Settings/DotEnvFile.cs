namespace Leasehold.ServiceDefaults.Settings;

/// <summary>
/// Reads a <c>.env</c> file: <c>NAME=value</c> lines, comments, optional <c>export</c>, single or double quotes.
/// </summary>
/// <remarks>
/// A parser of our own, on purpose: the usual library replaces <c>$word</c> inside values, which would silently break
/// a password in DATABASE_URL, and brings a parser library and packages of .NET Core 1 for sixty lines of work.
/// </remarks>
public static class DotEnvFile
{
    private const string ExportPrefix = "export ";

    /// <summary>The variables of a file; none when it does not exist.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="Startup.ServiceStartException">A line is not an assignment.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
        => File.Exists(path)
            ? Parse(File.ReadAllText(path), path)
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The variables of a text, whatever the case of their names; a later line wins over an earlier one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What to call it in a message.</param>
    /// <exception cref="Startup.ServiceStartException">
    /// A line is not an assignment; its content is not shown.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var variables = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith(ExportPrefix, StringComparison.Ordinal))
            {
                line = line[ExportPrefix.Length..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? line[..equals].TrimEnd() : "";
            if (name.Length == 0 || name.Any(static c => !char.IsAsciiLetterOrDigit(c) && c != '_'))
            {
                throw new Startup.ServiceStartException($"{source}, line {number}: expected NAME=value.");
            }

            variables[name] = Value(line[(equals + 1)..].Trim(), source, number);
        }

        return variables;
    }

    private static string Value(string text, string source, int line)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = text.IndexOf(text[0], 1);
            var rest = end < 0 ? "" : text[(end + 1)..].TrimStart();
            return end > 0 && (rest.Length == 0 || rest[0] == '#')
                ? text[1..end]
                : throw new Startup.ServiceStartException(
                $"{source}, line {line}: a quote is not closed where the value ends.");
        }

        // A comment needs a blank before it: a '#' inside a password belongs to the password.
        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return text.StartsWith('#') ? "" : comment < 0 ? text : text[..comment].TrimEnd();
    }
}
