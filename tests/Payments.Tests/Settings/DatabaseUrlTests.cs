using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Payments.Tests.Settings;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("sqlite:///data/pay.db", "data/pay.db")]
    [InlineData("sqlite:////var/lib/pay.db", "/var/lib/pay.db")]
    [InlineData("sqlite+aiosqlite:///pay%20ments.db", "pay ments.db")]
    [InlineData("SQLITE:///pay.db", "pay.db")]
    public void Parse_Sqlite_IsTheFile(string url, string file)
    {
        var settings = DatabaseUrl.Parse(url);

        Assert.Equal(DatabaseKind.Sqlite, settings.Kind);
        Assert.Equal(file, new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource);
    }

    [Fact]
    public void Parse_SqliteParameter_IsPassedOn()
        => Assert.Equal(
            SqliteOpenMode.ReadWrite,
            new SqliteConnectionStringBuilder(DatabaseUrl.Parse(
                "sqlite:///a.db?mode=ReadWrite").ConnectionString).Mode);

    [Theory]
    [InlineData("postgresql://ann:secret@db.example:6432/shop")]
    [InlineData("postgres://ann:secret@db.example:6432/shop")]
    [InlineData("postgresql+asyncpg://ann:secret@db.example:6432/shop")]
    public void Parse_PostgreSql_IsAllItsParts(string url)
    {
        var settings = DatabaseUrl.Parse(url);
        var parts = new NpgsqlConnectionStringBuilder(settings.ConnectionString);

        Assert.Equal(DatabaseKind.PostgreSql, settings.Kind);
        Assert.Equal(("ann", "secret", "db.example", 6432, "shop"),
            (parts.Username, parts.Password, parts.Host, parts.Port, parts.Database));
    }

    [Theory]
    [InlineData("mysql://ann:secret@db.example:3307/shop")]
    [InlineData("mariadb://ann:secret@db.example:3307/shop")]
    [InlineData("mysql+aiomysql://ann:secret@db.example:3307/shop?charset=utf8mb4")]
    public void Parse_MySql_IsAllItsParts(string url)
    {
        var settings = DatabaseUrl.Parse(url);
        var parts = new MySqlConnectionStringBuilder(settings.ConnectionString);

        Assert.Equal(DatabaseKind.MySql, settings.Kind);
        Assert.Equal(("ann", "secret", "db.example", 3307u, "shop"),
            (parts.UserID, parts.Password, parts.Server, parts.Port, parts.Database));
    }

    [Fact]
    public void Parse_NoPort_IsTheUsualOne()
    {
        Assert.Equal(5432, new NpgsqlConnectionStringBuilder(
            DatabaseUrl.Parse("postgresql://u:p@h/d").ConnectionString).Port);
        Assert.Equal(3306u, new MySqlConnectionStringBuilder(
            DatabaseUrl.Parse("mysql://u:p@h/d").ConnectionString).Port);
    }

    [Fact]
    public void Parse_EncodedUserAndPassword_AreDecoded()
    {
        var parts = new NpgsqlConnectionStringBuilder(
            DatabaseUrl.Parse("postgresql://a%40b:p%2F%3A%25%3Bw%22@h/d").ConnectionString);

        Assert.Equal(("a@b", "p/:%;w\""), (parts.Username, parts.Password));
    }

    [Fact]
    public void Parse_RawAtSignAndColonInPassword_AreThePasswords()
        => Assert.Equal("p@s:s", new MySqlConnectionStringBuilder(
            DatabaseUrl.Parse("mysql://u:p@s:s@h/d").ConnectionString).Password);

    [Fact]
    public void Parse_Ipv6Host_IsTheAddress()
    {
        var parts = new NpgsqlConnectionStringBuilder(DatabaseUrl.Parse(
            "postgresql://u:p@[::1]:6432/d").ConnectionString);

        Assert.Equal(("::1", 6432), (parts.Host, parts.Port));
    }

    [Theory]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    [InlineData("disable", SslMode.Disable)]
    public void Parse_SslMode_IsTheDrivers(string value, SslMode mode)
        => Assert.Equal(mode, new NpgsqlConnectionStringBuilder(
            DatabaseUrl.Parse($"postgresql://u:p@h/d?sslmode={value}&application_name=x").ConnectionString).SslMode);

    [Theory]
    [InlineData("secret-word")]
    [InlineData("secret-word://h/d")]
    [InlineData("oracle://u:secret-word@h/d")]
    [InlineData("postgresql://u:secret-word@h:port/d")]
    [InlineData("postgresql://u:secret-word@h:99999/d")]
    [InlineData("postgresql://u:secret-word@h/d?colour=red")]
    [InlineData("postgresql://u:secret-word@h/d?sslmode=maybe")]
    [InlineData("postgresql://u:sec/ret-word@h/d")]
    [InlineData("mysql://u:secret-word@h")]
    [InlineData("sqlite://secret-word.db")]
    [InlineData("sqlite:///:memory:")]
    [InlineData("sqlite:///")]
    public void Parse_BadUrl_SaysSoWithoutTheSecret(string url)
    {
        var problem = Assert.Throws<ServiceStartException>(() => DatabaseUrl.Parse(url));

        Assert.StartsWith("DATABASE_URL: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ret-word", problem.Message, StringComparison.Ordinal);
        Assert.Null(problem.InnerException);
    }

    [Fact]
    public void ToString_OfSettings_HidesTheConnectionString()
        => Assert.DoesNotContain(
            "secret", DatabaseUrl.Parse("mysql://u:secret@h/d").ToString(), StringComparison.Ordinal);
}
