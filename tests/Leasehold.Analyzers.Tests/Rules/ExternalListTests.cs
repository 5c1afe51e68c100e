using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>What .editorconfig adds to the list of external calls, and takes from it.</summary>
public sealed class ExternalListTests
{
    private const string Code = """
        members:
        public async Task RunAsync(Warehouse warehouse, CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            warehouse.Take(1);
            await http.PostAsync("pay", null, ct);
        }
        public sealed class Warehouse { public void Take(int id) { } }
        """;

    [Theory]
    [InlineData("", "", "HttpClient.PostAsync")]
    [InlineData("Sample.Warehouse", "", "Warehouse.Take HttpClient.PostAsync")]
    [InlineData("Other.Type, Sample.Warehouse.Take", "", "Warehouse.Take HttpClient.PostAsync")]
    [InlineData("Sample.*", "", "Warehouse.Take HttpClient.PostAsync")]
    [InlineData("Sample.*", "Sample.Warehouse.T*", "HttpClient.PostAsync")]
    [InlineData("", "System.Net.Http.HttpClient", "")]
    public async Task Editorconfig_NamesCalls_AreAddedAndTaken(string added, string taken, string expected)
    {
        var compilation = RuleRun.Compile(Sample.Of(Code).Source);
        Assert.Empty(RuleRun.Errors(compilation));
        var options = new AnalyzerOptions([], new Settings(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["leasehold.external_calls"] = added,
            ["leasehold.not_external_calls"] = taken,
        }));

        var found = await compilation.WithAnalyzers([new ExternalCallWhileHeldAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, string.Join(' ', found.OrderBy(static one => one.Location.SourceSpan.Start)
            .Select(static one => one.GetMessage().Split('\'')[1])));
    }

    [Theory]
    [InlineData("A.B", "A.B", true)]
    [InlineData("A.*", "A.B.C", true)]
    [InlineData("*Sender", "IEmailSender", true)]
    [InlineData("A*C*E", "ABCDE", true)]
    [InlineData("A*CD*DE", "ACDE", false)]
    [InlineData("A.B", "A.BC", false)]
    public void Glob_Pattern_MatchesAnyTextAtItsStars(string pattern, string name, bool isMatch) =>
        Assert.Equal(isMatch, Glob.IsMatch(pattern, name));

    private sealed class Settings(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        private readonly Found _found = new(values);

        public override AnalyzerConfigOptions GlobalOptions => _found;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => _found;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _found;
    }

    private sealed class Found(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }
}
