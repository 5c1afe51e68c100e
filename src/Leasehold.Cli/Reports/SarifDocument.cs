using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Leasehold.Cli.Analysis;
using Leasehold.Cli.Checking;
using Leasehold.Cli.CodeBases;
using Microsoft.CodeAnalysis;

namespace Leasehold.Cli.Reports;

/// <summary>
/// The result as SARIF 2.1.0. Files are named relative to the working tree's top folder, which the report does not
/// name: it says nothing about the machine it was made on.
/// </summary>
internal sealed class SarifDocument
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string RootId = "SRCROOT";

    /// <summary>The file is read as JSON and never put into a page, so that only JSON has to be escaped.</summary>
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly RuleSelection _rules;
    private readonly CodeBaseTarget _target;
    private readonly Utf8JsonWriter _json;

    private SarifDocument(RuleSelection rules, CodeBaseTarget target, Utf8JsonWriter json)
    {
        _rules = rules;
        _target = target;
        _json = json;
    }

    public static byte[] Of(CheckResult result, RuleSelection rules, CodeBaseTarget target, int exitCode)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            new SarifDocument(rules, target, json).Write(result, exitCode);
        }

        return buffer.ToArray();
    }

    private void Write(CheckResult result, int exitCode)
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", Schema);
        _json.WriteString("version", "2.1.0");
        _json.WriteStartArray("runs");
        _json.WriteStartObject();
        WriteTool();
        WriteInvocation(result, exitCode);
        _json.WriteString("columnKind", "utf16CodeUnits");
        WriteRoot();
        _json.WriteStartArray("results");
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var finding in result.Findings.Concat(result.Suppressed))
        {
            WriteResult(finding, seen);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteTool()
    {
        _json.WriteStartObject("tool");
        _json.WriteStartObject("driver");
        _json.WriteString("name", "leasehold");
        _json.WriteString("semanticVersion", VersionOf(typeof(SarifDocument).Assembly));
        _json.WriteString("informationUri", "https://github.com/leasehold/leasehold");
        _json.WriteStartArray("rules");
        foreach (var rule in _rules.Rules)
        {
            WriteRule(rule);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteRule(DiagnosticDescriptor rule)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        _json.WriteStartObject();
        _json.WriteString("id", rule.Id);
        WriteText("shortDescription", rule.Title.ToString(culture));
        if (rule.Description.ToString(culture) is { Length: > 0 } description)
        {
            WriteText("fullDescription", description);
        }

        if (rule.HelpLinkUri.Length > 0)
        {
            _json.WriteString("helpUri", rule.HelpLinkUri);
        }

        _json.WriteStartObject("defaultConfiguration");
        _json.WriteString("level", LevelOf(rule.DefaultSeverity));
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteInvocation(CheckResult result, int exitCode)
    {
        _json.WriteStartArray("invocations");
        _json.WriteStartObject();
        _json.WriteBoolean("executionSuccessful", result.Problems.Count == 0);
        _json.WriteNumber("exitCode", exitCode);
        _json.WriteStartArray("toolExecutionNotifications");
        foreach (var problem in result.Problems)
        {
            _json.WriteStartObject();
            _json.WriteString("level", "error");
            WriteText("message", problem.ToString());
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteRoot()
    {
        _json.WriteStartObject("originalUriBaseIds");
        _json.WriteStartObject(RootId);
        WriteText("description", "The top folder of the working tree.");
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteResult(Finding finding, Dictionary<string, int> seen)
    {
        var path = Path.GetRelativePath(_target.Root, finding.Path).Replace('\\', '/');
        _json.WriteStartObject();
        _json.WriteString("ruleId", finding.Rule.Id);
        _json.WriteNumber("ruleIndex", _rules.Rules.Index().First(rule => rule.Item.Id == finding.Rule.Id).Index);
        _json.WriteString("level", LevelOf(finding.Severity));
        WriteText("message", finding.Message);
        WritePlace(path, finding);
        _json.WriteStartObject("partialFingerprints");
        _json.WriteString("leaseholdFinding/v1", FingerprintOf(path, finding, seen));
        _json.WriteEndObject();
        if (finding.IsSuppressed)
        {
            _json.WriteStartArray("suppressions");
            _json.WriteStartObject();
            _json.WriteString("kind", "inSource");
            _json.WriteEndObject();
            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private void WritePlace(string path, Finding finding)
    {
        _json.WriteStartArray("locations");
        _json.WriteStartObject();
        _json.WriteStartObject("physicalLocation");
        _json.WriteStartObject("artifactLocation");
        _json.WriteString("uri", string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        _json.WriteString("uriBaseId", RootId);
        _json.WriteEndObject();
        _json.WriteStartObject("region");
        _json.WriteNumber("startLine", finding.Span.Start.Line + 1);
        _json.WriteNumber("startColumn", finding.Span.Start.Character + 1);
        _json.WriteNumber("endLine", finding.Span.End.Line + 1);
        _json.WriteNumber("endColumn", finding.Span.End.Character + 1);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteText(string property, string text)
    {
        _json.WriteStartObject(property);
        _json.WriteString("text", text);
        _json.WriteEndObject();
    }

    /// <summary>Without the line, so that a finding is known again when code is added above it.</summary>
    private static string FingerprintOf(string path, Finding finding, Dictionary<string, int> seen)
    {
        var key = $"{finding.Rule.Id}\n{path}\n{finding.Message}";
        var repeat = seen[key] = seen.GetValueOrDefault(key) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{repeat}")))[..32];
    }

    private static string LevelOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
