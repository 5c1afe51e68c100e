using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Connecting;

public sealed class MariaDbNamedStringTests : NamedStringSpecification<MariaDbDatabase>
{
    [Theory]
    [InlineData("mysql", "")]
    [InlineData("mariadb", "?ssl_mode=none")]
    public async Task Use_Url_LeadsToTheDatabase(string scheme, string parameters)
    {
        var parts = new MySqlConnectionStringBuilder(Database.ConnectionString);
        await AssertLeadsToTheDatabaseAsync(
            $"{scheme}://{Escape(parts.UserID)}:{Escape(parts.Password)}@{parts.Server}:{parts.Port}"
            + $"/{Escape(parts.Database)}{parameters}");
    }

    protected override void Use(LeaseholdBuilder builder, string text) => builder.UseMySql(text);
}
