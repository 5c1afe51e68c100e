using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Leasehold.Specification.Tests.Connecting;

public sealed class PostgreSqlNamedStringTests : NamedStringSpecification<PostgreSqlDatabase>
{
    [Theory]
    [InlineData("postgresql", "")]
    [InlineData("postgres", "?sslmode=disable&connect_timeout=5")]
    public async Task Use_Url_LeadsToTheDatabase(string scheme, string parameters)
    {
        var parts = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await AssertLeadsToTheDatabaseAsync(
            $"{scheme}://{Escape(parts.Username)}:{Escape(parts.Password)}@{parts.Host}:{parts.Port}"
            + $"/{Escape(parts.Database)}{parameters}");
    }

    [Fact]
    public async Task Use_UrlOfSeveralHosts_LeadsToTheOneAsked()
    {
        var parts = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        await AssertLeadsToTheDatabaseAsync(
            $"postgresql://{Escape(parts.Username)}:{Escape(parts.Password)}@127.0.0.1:9,{parts.Host}:{parts.Port}"
            + $"/{Escape(parts.Database)}?target_session_attrs=read-write");
    }

    [Fact]
    public void Use_WrongUrl_SaysSoWithoutThePassword()
    {
        var wrong = Assert.Throws<FormatException>(() => Pools("postgresql://u:secret-word@h:port/d"));

        Assert.Contains("port", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", wrong.Message, StringComparison.Ordinal);
    }

    protected override void Use(LeaseholdBuilder builder, string text) => builder.UsePostgreSql(text);
}
