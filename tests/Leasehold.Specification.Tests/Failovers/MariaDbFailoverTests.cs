using System.Net;
using Leasehold.LocalServers.Databases;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Failovers;

/// <remarks>The driver takes one port for all servers: proxies give each an address of its own.</remarks>
public sealed class MariaDbFailoverTests : FailoverSpecification<MariaDbDatabase>
{
    private TcpProxy? _first;
    private TcpProxy? _second;

    protected override string ToFirst => AsApplication(First.ConnectionString).ConnectionString;

    protected override string ToBoth
    {
        get
        {
            var text = AsApplication(First.ConnectionString);
            text.Server = "127.0.0.1,127.0.0.2";
            text.Port = (uint)_first!.Port;
            text.LoadBalance = MySqlLoadBalance.FailOver;
            return text.ConnectionString;
        }
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _first = TcpProxy.Start(First.Port);
        _second = TcpProxy.Start(Second.Port, new IPEndPoint(IPAddress.Parse("127.0.0.2"), _first.Port));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var proxy in (TcpProxy?[])[_first, _second])
        {
            if (proxy is not null)
            {
                await proxy.DisposeAsync();
            }
        }
    }

    /// <summary>What servers say that this one does not, in their numbers.</summary>
    [Theory]
    [InlineData(1290, "running with the --read-only option", DatabaseErrorKind.NotPrimary)]
    [InlineData(1290, "running with the --super-read-only option", DatabaseErrorKind.NotPrimary)]
    [InlineData(1290, "running with the --secure-file-priv option", DatabaseErrorKind.Other)]
    [InlineData(1792, "in a READ ONLY transaction", DatabaseErrorKind.NotPrimary)]
    [InlineData(1836, "running in read-only mode", DatabaseErrorKind.NotPrimary)]
    [InlineData(3032, "currently in offline mode", DatabaseErrorKind.NotPrimary)]
    [InlineData(3572, "NOWAIT is set", DatabaseErrorKind.Transient)]
    public async Task Classify_TheServersNumber_SaysWhatItMeans(int number, string message, DatabaseErrorKind kind)
    {
        var pools = Build(connectionString: ToFirst);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        var error = await Assert.ThrowsAsync<MySqlException>(() => lease.Connection.ExecuteAsync(
            $"SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = {number}, MESSAGE_TEXT = '{message}'"));

        Assert.Equal(kind, pools.Provider.Classify(error));
    }

    protected override async Task KillFirstAsync()
    {
        await base.KillFirstAsync();
        await _first!.RefuseNewAsync();
        _first.CutAll();
    }

    protected override async Task PrepareAsync(IDatabaseServer server)
    {
        await ExecuteAsync(server, "CREATE DATABASE shop");
        await ExecuteAsync(server, $"CREATE TABLE {TableName} (id INT PRIMARY KEY)");

        // An administrator may write in spite of read_only.
        await ExecuteAsync(server, "CREATE USER 'shop'@'%' IDENTIFIED BY 'shop'");
        await ExecuteAsync(server, "GRANT ALL ON shop.* TO 'shop'@'%'");
    }

    protected override Task SetReadOnlyAsync(IDatabaseServer server, bool isOn)
        => ExecuteAsync(server, $"SET GLOBAL read_only = {(isOn ? 1 : 0)}");

    private static MySqlConnectionStringBuilder AsApplication(string connectionString)
        => new(connectionString) { UserID = "shop", Password = "shop", Database = "shop" };
}
