using System.Collections.Immutable;
using System.Reflection;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Data.Sqlite;

namespace EfCoreOrders.Tests.Migrations;

/// <summary>A copy of one of the two applications, for <c>dotnet ef</c> to work on.</summary>
/// <remarks>
/// What runs is <c>ef.dll</c>, with the arguments that <c>dotnet ef</c> passes to it when MSBuild has told where the
/// application is. The build between two commands is the compiler's alone, so that a test needs no MSBuild.
/// </remarks>
internal sealed class MigratedOrders : IDisposable
{
    private const string Usings =
        """
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // Far above what a busy machine takes: starting the application, and compiling its model.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Tool = typeof(MigratedOrders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => string.Equals(metadata.Key, "EfTool", StringComparison.Ordinal))
        .Value!;

    private readonly TemporaryFolder _folder = new("lh-migrated-");
    private readonly string _sample;
    private readonly string _sources;
    private readonly string _output;

    /// <summary>Copies the application's sources, and what was built of it.</summary>
    /// <param name="sample">The sample's name, which is its assembly's.</param>
    public MigratedOrders(string sample)
    {
        _sample = sample;
        _sources = Directory.CreateDirectory(_folder.File("sources")).FullName;
        _output = Directory.CreateDirectory(_folder.File("output")).FullName;
        var samples = Path.Combine(BuildOutput.RepositoryRoot!, "samples");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(samples, "EfCoreOrders"), "*.cs"))
        {
            File.Copy(file, Path.Combine(_sources, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(samples, sample, "Program.cs"), Path.Combine(_sources, "Program.cs"), overwrite: true);
        foreach (var built in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory))
        {
            // The runtime looks for the application beside the file of its dependencies, at the end of all links.
            var copy = Path.Combine(_output, Path.GetFileName(built));
            if (Path.GetExtension(built) is ".json")
            {
                File.Copy(built, copy);
            }
            else
            {
                File.CreateSymbolicLink(copy, built);
            }
        }
    }

    /// <summary>The database of the application's configuration.</summary>
    public string DatabaseFile => _folder.File("orders.db");

    private string ConnectionString => $"Data Source={DatabaseFile};Pooling=False";

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs <c>dotnet ef</c> with these arguments.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var assembly = Path.Combine(_output, $"{_sample}.dll");
        var deps = Path.Combine(_output, "EfCoreOrders.Tests.deps.json");
        var runtime = Path.Combine(_output, "EfCoreOrders.Tests.runtimeconfig.json");
        await using var tool = ChildProcess.StartDotnet(
            "exec",
            [
                "--depsfile", deps, "--runtimeconfig", runtime, Tool, .. arguments, "--assembly", assembly,
                "--startup-assembly", assembly, "--project-dir", _sources, "--working-dir", _sources,
                "--root-namespace", "EfCoreOrders", "--language", "C#", "--nullable", "--prefix-output", "--no-color",
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Orders"] = ConnectionString,
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
            },
            _sources);
        var code = await tool.WaitForExitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(code == 0, tool.Output);
        return tool.Output;
    }

    /// <summary>Compiles the sources as they are now, migrations and all.</summary>
    public async Task BuildAsync()
    {
        var files = Directory.GetFiles(_sources, "*.cs", SearchOption.AllDirectories);
        var texts = await Task.WhenAll(files.Select(static file => File.ReadAllTextAsync(file)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("EfCoreOrders", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            _sample,
            [.. texts.Append(Usings).Select(static text => CSharpSyntaxTree.ParseText(text))],
            references,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var assembly = Path.Combine(_output, $"{_sample}.dll");
        File.Delete(assembly); // a link to what was built of the sample
        var result = compilation.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(IsError)));
    }

    /// <summary>The files of the migrations by their names, without the time that is in their names and ids.</summary>
    public ImmutableSortedDictionary<string, string> ReadMigrations()
    {
        var folder = new DirectoryInfo(Path.Combine(_sources, "Migrations"));
        var times = folder.EnumerateFiles().Select(static file => file.Name.Split('_')[0])
            .Where(static start => start.All(char.IsAsciiDigit))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return folder.EnumerateFiles().ToImmutableSortedDictionary(
            file => WithoutTimes(file.Name, times),
            file => WithoutTimes(File.ReadAllText(file.FullName), times),
            StringComparer.Ordinal);
    }

    /// <summary>What is in the database: tables, indexes, and the rows of the migrations' history.</summary>
    public async Task<IReadOnlyList<string>> ReadSchemaAsync()
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT type || ' ' || name || ': ' || coalesce(sql, '') AS line FROM sqlite_master
            UNION ALL SELECT 'migration ' || substr(MigrationId, 16) || ' ' || ProductVersion FROM __EFMigrationsHistory
            ORDER BY line
            """;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static string WithoutTimes(string text, List<string> times)
        => times.Select(static (time, index) => (time, index)).Aggregate(
            text, static (left, time) => left.Replace(time.time, $"<{time.index}>", StringComparison.Ordinal));
}
