using System.Runtime.Versioning;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Processes;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Data.Sqlite;

namespace Leasehold.Specification.Tests.Sqlite;

/// <summary>What cannot or must not be written is read as the plain driver reads it.</summary>
public sealed class SqliteReadOnlyTests : PoolSpecification<SqliteDatabase>
{
    [Theory]
    [InlineData("Data Source={0};Mode=ReadOnly")]
    [InlineData("Data Source=file:{0}?mode=ro")]
    [InlineData("Data Source=file:{0}?immutable=1")]
    public async Task Read_RollbackJournalFileReadOnly_ReadsAndLeavesItAsItIs(string form)
    {
        using var folder = new TemporaryFolder("lh-spec-");
        var file = CreateFile(folder);
        var before = await File.ReadAllBytesAsync(file, Ended);
        var pools = Build(connectionString: string.Format(
            System.Globalization.CultureInfo.InvariantCulture, form, file));

        Assert.Equal(7, await pools.InReadSessionAsync((session, token) => session.ReadAsync(Query, token), Ended));
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            Assert.Equal(7, await lease.Connection.ReadAsync(Query));
        }

        var refused = await Assert.ThrowsAsync<SqliteException>(
            () => pools.InSessionAsync((session, token) => session.ExecuteAsync("DELETE FROM t", token), Ended));
        Assert.Equal(8, refused.SqliteErrorCode);
        Assert.Equal(before, await File.ReadAllBytesAsync(file, Ended));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("ReadOnly")]
    [InlineData("ReadWrite")]
    public async Task Open_FolderIsMissing_FailsAsTheDriverDoesAndMakesNone(string mode)
    {
        using var folder = new TemporaryFolder("lh-spec-");
        var missing = Path.Combine(folder.Path, "missing");
        var pools = Build(
            api => api.AcquireTimeout = TimeSpan.FromSeconds(1),
            connectionString: $"Data Source={Path.Combine(missing, "a.db")};Mode={mode}");

        var failed = await Assert.ThrowsAsync<SqliteException>(async () => await pools.Api.LeaseAsync(Ended));

        Assert.Equal(14, failed.SqliteErrorCode);
        Assert.False(Directory.Exists(missing), "the folder was made");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Read_FolderTakesNoNewFile_Reads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux's permissions.");
        using var folder = new TemporaryFolder("lh-spec-");
        var file = CreateFile(folder);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b101_101_101);
        var pools = Build(connectionString: $"Data Source={file}");

        var read = await Task.Factory.StartNew(
            () =>
            {
                // An administrator may write anywhere.
                using var nobody = FileSystemUser.BecomeNobody();
                using var lease = pools.Api.Lease();
                using var command = lease.Connection.CreateCommand();
                command.CommandText = Query;
                return (long)command.ExecuteScalar()!;
            },
            Ended,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.Equal(7, read);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
    }

    private const string Query = "SELECT max(id) FROM t";

    private static string CreateFile(TemporaryFolder folder)
    {
        var file = folder.File("old.db");
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (id INT); INSERT INTO t VALUES (7)";
        command.ExecuteNonQuery();
        return file;
    }
}
