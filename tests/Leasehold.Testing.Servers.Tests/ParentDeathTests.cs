using System.Diagnostics;
using Leasehold.LocalServers.Processes;
using Leasehold.LocalServers.Repository;
using Leasehold.Testing.Servers.Databases;
using Npgsql;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>Nothing may stay behind, however the process that started the servers ends.</summary>
public sealed class ParentDeathTests
{
    private const string Variable = "LEASEHOLD_TEST_POSTGRESQL";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_TheParentOfAServer_EndsTheServerAndItsFolder()
    {
        await using var parent = StartServersProcess();
        var line = await parent.WaitForLineAsync(
            static line => line.StartsWith(Variable, StringComparison.Ordinal)
                || line.StartsWith("missing", StringComparison.Ordinal),
            Bound,
            TestContext.Current.CancellationToken);
        Assert.SkipWhen(line.StartsWith("missing", StringComparison.Ordinal), line);
        var (serverId, folder) = await IdentifyAsync(line[(Variable.Length + 1)..]);

        await parent.KillAsync();

        Assert.True(await BecomesAsync(() => !IsRunning(serverId)), "The server outlived its parent.");
        Assert.True(await BecomesAsync(() => !Directory.Exists(folder)), $"{folder} was left behind.");
    }

    private static ChildProcess StartServersProcess() => ChildProcess.Start(new ChildProcessOptions
    {
        FileName = "dotnet",
        Arguments = [BuildOutput.AssemblyOf("TestServers")],
        KeepInputOpen = true, // the end of its input means "stop" to this program
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { [Variable] = null },
    });

    private static async Task<(int ProcessId, string Folder)> IdentifyAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int,
                   current_setting('unix_socket_directories')
            """;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetString(1));
    }

    /// <summary>A zombie, which waits only for init to collect it, does not run.</summary>
    private static bool IsRunning(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Nobody signals the end of a process that is not ours, so it is looked at again and again.</summary>
    private static async Task<bool> BecomesAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition() && watch.Elapsed < Bound)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return condition();
    }
}
