using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;
using MySqlConnector;
using Npgsql;

namespace Leasehold.ServiceDefaults.Tests.Settings;

/// <summary>DATABASE_URL as hosting platforms write it.</summary>
public sealed class HostedUrlTests
{
    [Theory]
    [InlineData("ssl-mode=REQUIRED", MySqlSslMode.Required)]
    [InlineData("ssl_mode=DISABLED", MySqlSslMode.Disabled)]
    [InlineData("sslmode=PREFERRED", MySqlSslMode.Preferred)]
    [InlineData("sslMode=VERIFY_IDENTITY", MySqlSslMode.VerifyFull)]
    [InlineData("ssl-mode=VERIFY_CA", MySqlSslMode.VerifyCA)]
    [InlineData("ssl=true", MySqlSslMode.Required)]
    [InlineData("useSSL=false", MySqlSslMode.Disabled)]
    [InlineData("sslaccept=strict", MySqlSslMode.VerifyFull)]
    [InlineData("ssl_ca=/etc/ca.pem&ssl_verify_identity=true", MySqlSslMode.VerifyFull)]
    [InlineData("ssl-mode=REQUIRED&ssl_verify_cert=false", MySqlSslMode.Required)]
    public void MySql_Encryption_IsTheDrivers(string parameters, MySqlSslMode mode)
        => Assert.Equal(mode, MySql(parameters).SslMode);

    [Fact]
    public void MySql_Socket_IsTheServer()
    {
        var parts = MySql("unix_socket=/cloudsql/p:r:i&connect_timeout=7");

        Assert.Equal(
            ("/cloudsql/p:r:i", MySqlConnectionProtocol.UnixSocket, 7u),
            (parts.Server, parts.ConnectionProtocol, parts.ConnectionTimeout));
    }

    [Theory]
    [InlineData("sslmode=verify-full&sslrootcert=system", SslMode.VerifyFull)]
    [InlineData("sslmode=require&channel_binding=require", SslMode.Require)]
    [InlineData("ssl=true", SslMode.Require)]
    [InlineData("ssl=false", SslMode.Disable)]
    public void PostgreSql_Encryption_IsTheDrivers(string parameters, SslMode mode)
    {
        var parts = PostgreSql(parameters);

        Assert.Equal(mode, parts.SslMode);
        Assert.Null(parts.RootCertificate);
        Assert.Equal(
            parameters.Contains("channel", StringComparison.Ordinal) ? ChannelBinding.Require : ChannelBinding.Prefer,
            parts.ChannelBinding);
    }

    [Theory]
    [InlineData("read-write")]
    [InlineData("primary")]
    [InlineData("prefer-standby")]
    [InlineData("any")]
    public void PostgreSql_TargetSession_IsKept(string target)
        => Assert.Equal(target, PostgreSql($"target_session_attrs={target}").TargetSessionAttributes,
            ignoreCase: true);

    [Fact]
    public void PostgreSql_SocketAndOptions_AreTheDrivers()
    {
        var parts = PostgreSql("host=/cloudsql/p:r:i&options=project%3Dshop&load_balance_hosts=random");

        Assert.Equal(("/cloudsql/p:r:i", "project=shop", true), (parts.Host, parts.Options, parts.LoadBalanceHosts));
    }

    [Theory]
    [InlineData("postgresql://u:p@h/d?connection_limit=5", "'connection_limit'")]
    [InlineData("postgresql://u:p@h/d?target_session_attrs=sometimes", "'target_session_attrs'")]
    [InlineData("postgresql://u:p@h/d?channel_binding=perhaps", "'channel_binding'")]
    [InlineData("mysql://u:p@h/d?ssl-mode=PERHAPS", "'ssl-mode'")]
    [InlineData("mysql://u:p@h/d?ssl={\"rejectUnauthorized\":true}", "'ssl'")]
    [InlineData("mysql://u:p@h/d?serverTimezone=UTC", "'serverTimezone'")]
    [InlineData("sqlite:///a.db?check_same_thread=False", "'check_same_thread'")]
    public void Any_UnknownForm_IsRefusedByName(string url, string named)
        => Assert.Contains(
            named,
            Assert.Throws<ServiceStartException>(() => DatabaseUrl.Parse(url)).Message,
            StringComparison.Ordinal);

    private static MySqlConnectionStringBuilder MySql(string parameters)
        => new(DatabaseUrl.Parse($"mysql://ann:secret@db.example/shop?{parameters}").ConnectionString);

    private static NpgsqlConnectionStringBuilder PostgreSql(string parameters)
        => new(DatabaseUrl.Parse($"postgresql://ann:secret@db.example/shop?{parameters}").ConnectionString);
}
