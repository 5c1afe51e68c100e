using System.Data.Common;
using FirebirdSql.Data.FirebirdClient;
using Leasehold.LocalServers.Databases;

namespace Leasehold.Testing.Servers.Tests;

public sealed class FirebirdServerTests : DatabaseServerSpecification
{
    protected override string SelectOne => "SELECT 1 FROM rdb$database";

    protected override string? MaxConnectionsQuery => null;

    protected override string DurabilityQuery => "SELECT mon$forced_writes FROM mon$database";

    [Fact]
    public async Task StartNew_InTheFolderOfAnEarlierRun_HasItsData()
    {
        Assert.SkipWhen(FirebirdServer.MissingReason() is not null, FirebirdServer.MissingReason() ?? "");
        var folder = Directory.CreateTempSubdirectory("lh-kept-");
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // As root the server runs as another user, who has to get through.
                folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
            }

            var options = new DatabaseServerOptions { Folder = Path.Combine(folder.FullName, "firebird") };
            var cancelled = TestContext.Current.CancellationToken;
            string made;
            await using (var first = await FirebirdServer.StartNewAsync(options, cancelled))
            {
                made = new FbConnectionStringBuilder(await first.EnsureDatabaseAsync("kept", cancelled)).Database;
            }

            await using var second = await FirebirdServer.StartNewAsync(options, cancelled);

            var found = await second.EnsureDatabaseAsync("kept", cancelled);
            Assert.Equal(made, new FbConnectionStringBuilder(found).Database);
            await using var connection = Connect(found);
            await connection.OpenAsync(cancelled);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    protected override Task<IDatabaseServer> StartAsync() => PrivateServers.FirebirdAsync();

    protected override DbConnection Connect(string connectionString) =>
        new FbConnection(new FbConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
