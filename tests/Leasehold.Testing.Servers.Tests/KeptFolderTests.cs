using Leasehold.LocalServers.Databases;
using Npgsql;

namespace Leasehold.Testing.Servers.Tests;

/// <summary>A server whose folder is the caller's.</summary>
public sealed class KeptFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lh-kept-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task StartNew_InTheFolderOfAnEarlierRun_HasItsData()
    {
        var options = Options();
        Assert.SkipWhen(PostgreSqlServer.MissingReason() is not null, PostgreSqlServer.MissingReason() ?? "");
        await using (var first = await PostgreSqlServer.StartNewAsync(options, Cancelled))
        {
            await ScalarAsync(first, "CREATE TABLE kept AS SELECT 42 AS id");
        }

        await using var second = await PostgreSqlServer.StartNewAsync(options, Cancelled);

        Assert.Equal(42, await ScalarAsync(second, "SELECT id FROM kept"));
    }

    [Fact]
    public async Task StartNew_InAFolderOfALongPath_Starts()
    {
        var reason = MariaDbServer.MissingReason();
        Assert.SkipWhen(reason is not null, reason ?? "");
        var folder = Path.Combine(_folder.FullName, new string('x', 100));

        await using var server = await MariaDbServer.StartNewAsync(
            new DatabaseServerOptions { Folder = folder }, Cancelled);

        Assert.NotNull(server.ProcessId);
    }

    private static async Task<object?> ScalarAsync(PostgreSqlServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        var answer = await command.ExecuteScalarAsync(Cancelled);
        NpgsqlConnection.ClearPool(connection);
        return answer;
    }

    private DatabaseServerOptions Options()
    {
        if (!OperatingSystem.IsWindows())
        {
            // As root the server runs as another user, who has to get through.
            _folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
        }

        return new DatabaseServerOptions { Folder = Path.Combine(_folder.FullName, "postgresql") };
    }
}
