using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leasehold.Cli.Doctoring.Answers;

namespace Leasehold.Cli.Doctoring;

/// <summary>
/// One screen: what is wrong, who, where, what to do. What could not be asked goes to the error stream.
/// </summary>
internal sealed class DoctorReport(TextWriter output, TextWriter errors)
{
    private const int Width = 110;
    private const string Indent = "          ";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public void Show(IReadOnlyList<Visit> visits)
    {
        foreach (var visit in visits)
        {
            if (visit.Problem is { } problem)
            {
                errors.WriteLine($"{visit.Instance}: could not be asked. {Printable(problem)}");
                continue;
            }

            foreach (var database in visit.Diagnosis!.Databases ?? [])
            {
                ShowDatabase(visit, database);
            }
        }

        output.WriteLine(VerdictOf(visits));
    }

    /// <summary>A document and nothing else on the output.</summary>
    public void ShowDocument(IReadOnlyList<Visit> visits)
    {
        var instances = new JsonArray();
        foreach (var visit in visits)
        {
            instances.Add((JsonNode)new JsonObject
            {
                ["url"] = visit.Instance.ToString(),
                ["problem"] = visit.Problem,
                ["diagnosis"] = visit.Document is { } document ? JsonObject.Create(document) : null,
            });
        }

        output.WriteLine(new JsonObject { ["instances"] = instances }.ToJsonString(Readable));
        errors.WriteLine(VerdictOf(visits));
    }

    private static string VerdictOf(IReadOnlyList<Visit> visits)
    {
        var findings = visits.Sum(static visit => visit.Findings.Count());
        var silent = visits.Count(static visit => visit.Problem is not null);
        var asked = visits.Count - silent;
        var verdict = asked == 0 ? "No instance could be asked"
            : findings == 0 ? $"Nothing is wrong with {Count(asked, "instance")}"
            : $"{Count(findings, "thing")} to look at, in {Count(asked, "instance")}";
        return silent > 0 && asked > 0 ? $"{verdict}; {silent} could not be asked." : $"{verdict}.";
    }

    private void ShowDatabase(Visit visit, DatabaseAnswer database)
    {
        output.WriteLine(Printable($"{visit.Instance}  {database.Name} ({database.System})"));
        var pools = visit.Snapshot?.Databases?.FirstOrDefault(other => other.Name == database.Name)?.Pools ?? [];
        if (pools.Count > 0)
        {
            output.WriteLine(Printable($"  pools   {string.Join(" · ", pools.Select(PoolOf))}"));
        }

        output.WriteLine(Printable($"  server  {ServerOf(database.Server)}"));
        foreach (var note in database.Notes ?? [])
        {
            Write("  note    ", note);
        }

        output.WriteLine();
        foreach (var (index, finding) in (database.Findings ?? []).Index())
        {
            Show(index + 1, finding);
        }
    }

    private void Show(int number, FindingPart finding)
    {
        var waiting = finding.Waiting > 0 ? $", {finding.Waiting} waiting" : "";
        output.WriteLine(Printable(string.Create(
            CultureInfo.InvariantCulture,
            $"{number}. {TitleOf(finding.Kind)}  ({finding.ForMs / 1000:0.0} s{waiting})")));
        if (finding.Who is { } who)
        {
            var pool = who.Pool is null ? "" : $", pool {who.Pool}";
            var session = who.Session is null || who.Pool is null ? "" : $", session {who.Session}";
            Write("  who     ", $"{who.Name}{pool}{session}");
        }

        Write("  what    ", finding.What);
        Write("  do      ", finding.Action);
        if (finding.Command is { Length: > 0 } command)
        {
            // In one piece: it is there to be copied.
            output.WriteLine(Printable($"  now     {command};"));
        }

        output.WriteLine();
    }

    private static string TitleOf(string? kind) => kind switch
    {
        "server_silent" => "The database server does not answer",
        "server_unreachable" => "The database server cannot be reached",
        "server_full" => "The database server is full",
        "idle_in_transaction" => "Idle in a transaction, and waited for",
        "external_call" => "A connection is held across an external call",
        "schema_change" => "A change of a table waits, and everybody behind it",
        "stranger" => "A session of somebody else is waited for",
        "lock_convoy" => "Many wait for what one has locked",
        "unknown_blocker" => "A table is locked, by nobody the server names",
        "writer_line" => "Writers wait for their turn",
        "nested_acquire" => "A second connection is wanted while a first is held",
        "pool_exhausted" => "A pool is exhausted",
        _ => kind?.Replace('_', ' ') ?? "Something is wrong",
    };

    private static string PoolOf(PoolPart pool)
    {
        var overflow = pool.OverflowInUse > 0 ? $" +{pool.OverflowInUse}/{pool.MaxOverflow}" : "";
        var waiting = pool.Waiting > 0 ? $", {pool.Waiting} waiting" : "";
        return $"{pool.Workload} {pool.InUse}/{pool.Size}{overflow}{waiting}";
    }

    private static string ServerOf(ServerPart? server) => server switch
    {
        null or { Answer: "not_asked" } => "not asked",
        { Answer: "answered" } => string.Create(
            CultureInfo.InvariantCulture,
            $"{server.Name}, answered in {server.TookMs:0} ms, ")
            + $"{server.Connections} of {server.MaxConnections} connections"
            + (server.IsReadOnly == true ? ", takes no writes (a standby, or read only)" : ""),
        { Answer: "silent" } => string.Create(
            CultureInfo.InvariantCulture, $"no answer within {server.TookMs / 1000:0.0} s"),
        _ => $"{server.Answer?.Replace('_', ' ')}",
    };

    private static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";

    // What comes over the network moves no cursor and starts no line of its own.
    private static string Printable(string text)
        => string.Concat(text.Select(static sign => char.IsControl(sign) ? ' ' : sign));

    private void Write(string label, string? text)
    {
        var line = label;
        foreach (var word in Printable(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length >= Width && line.Length > Indent.Length)
            {
                output.WriteLine(line.TrimEnd());
                line = Indent;
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }
}
