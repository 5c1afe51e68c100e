using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>The rules about what is held, on code being written, and on much code that is not theirs.</summary>
public sealed class HeldRegionsOnBrokenCodeTests
{
    private const string GlobalUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Theory]
    [InlineData("await using var c = await source.OpenConnectionAsync(")]
    [InlineData("using (var c = source.OpenConnection() { http.PostAsync(")]
    [InlineData("using var = source.OpenConnection(); await http.")]
    [InlineData("var c = c.BeginTransaction(); c = ; await http.PostAsync(c, , c);")]
    [InlineData("foreach (var x in shop.Orders { await http.PostAsync(\"\", null); }")]
    [InlineData("while (await reader.ReadAsync()) { await http.PostAsync(\"\", null, ct) }")]
    [InlineData("await foreach (var in shop.Orders.AsAsyncEnumerable(rows)) await http")]
    [InlineData("await pools.InSessionAsync(async (session, ) => { await http.PostAsync(\"\" }, ct);")]
    [InlineData("await pools.InSessionAsync(session => Task.Delay(, ct);")]
    [InlineData("using var scope = new TransactionScope(TransactionScopeOption.; await Task.Delay(ct);")]
    [InlineData("try { using var c = source.OpenConnection(); } catch (X e) when (e. { turn.Wait( } finally {")]
    [InlineData("goto nowhere; again: using var c = source.OpenConnection(); await turn.WaitAsync(ct); goto again;")]
    [InlineData("await http.PostAsync(\"\", null, ct); shop.SaveChangesAsync(ct, , ct); shop.SaveChangesAsync(t: );")]
    [InlineData("var t = t; await http.PostAsync(\"\", null); await shop.SaveChangesAsync(t);")]
    [InlineData("_ = source.OpenConnection() switch { null => http.PostAsync(, { } c => Task.Delay(1), ")]
    [InlineData("(var a, var b) = (source.OpenConnection(), http.PostAsync(\"\", null)); await b; a?.?.Dispose();")]
    [InlineData("int Inner() => Inner(); await using var c = await Inner(source.OpenConnectionAsync(Inner));")]
    public Task Body_ThatDoesNotCompile_IsLookedAtWithoutFailing(string body) => LookAtAsync(Sample.Of(body).Source);

    [Theory]
    [InlineData("class A : HttpClient { Task X => PostAsync( } class B : B { B() : base(new Session( { } }")]
    [InlineData("interface I<T> { Task<T> CallAsync(; } class C : I<int>, I<> { Task<int> A() => A(); }")]
    [InlineData("void M(Session s, DbTransaction t, ConnectionLease ) { ((I)null).Missing(); Task.Delay(1).Wait(; }")]
    [InlineData("[ExternalCall( Task M(Session s) => M(M(s)); Task M(Session s) => M(s);")]
    [InlineData("async Task M(Session s) { await Other(); } Task Other() => Third(); Task Third() => Other();")]
    public Task Members_ThatDoNotCompile_AreLookedAtWithoutFailing(string members) =>
        LookAtAsync(Sample.Of("members:" + members).Source);

    [Fact]
    public async Task File_CutAnywhere_IsLookedAtWithoutFailing()
    {
        const string whole =
            """
            await using var lease = await pools.Api.LeaseAsync(ct);
            try { await using var tx = lease.Connection.BeginTransaction(); await http.PostAsync("", null, ct); }
            catch (HttpRequestException e) when (e.StatusCode is null) { await Task.Delay(9, ct); tx.Commit(); }
            finally { if (lease is not null) { await turn.WaitAsync(ct); } }
            await foreach (var o in shop.Orders.AsAsyncEnumerable()) { await port.ChargeAsync(o.Id, ct); }
            return await Task.WhenAny(shop.SaveChangesAsync(ct), Task.Delay(1));
            """;
        for (var length = 0; length < whole.Length; length += 23)
        {
            await LookAtAsync(Sample.Of(whole[..length]).Source);
        }
    }

    [Fact]
    public async Task RepositorysOwnCode_IsLookedAtWithoutFailing()
    {
        var root = Root();
        var trees = new[] { "src", "services" }
            .Select(folder => Path.Combine(root, folder))
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), SampleReferences.ParseOptions, path))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, SampleReferences.ParseOptions, "Usings.cs"));

        // It does not compile as one heap, without what generators add. That is the point of it.
        await RuleRun.DiagnosticsAsync(SampleReferences.Empty.AddSyntaxTrees(trees), Rules());
    }

    private static DiagnosticAnalyzer[] Rules() =>
    [
        new ExternalCallWhileHeldAnalyzer(), new ExternalCallInQueryLoopAnalyzer(), new WaitWhileHeldAnalyzer(),
        new CallersTokenInSaveAnalyzer(),
    ];

    private static async Task LookAtAsync(string source)
    {
        var found = await RuleRun.DiagnosticsAsync(RuleRun.Compile(source), Rules());

        Assert.All(found, static diagnostic => Assert.StartsWith("LH000", diagnostic.Id, StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Leasehold.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This test reads the repository.");
        }

        return folder.FullName;
    }
}
