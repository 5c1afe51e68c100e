using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Images.Tests.Startup;

/// <summary>DATABASE_URL in hosted forms, against the servers themselves.</summary>
public static class HostedDatabaseTests
{
    private const string ConnectionString = "--Leasehold:Database:ConnectionString=";

    [Collection(nameof(PostgreSqlGroup))]
    public sealed class PostgreSql(PostgreSqlFixture database)
    {
        [Theory]
        [InlineData("target_session_attrs=read-write")]
        [InlineData("target_session_attrs=any&channel_binding=prefer&sslmode=prefer")]
        [InlineData("target_session_attrs=primary&sslmode=disable")]
        public async Task Start_HostedForm_Serves(string parameters)
        {
            Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
            var parts = new NpgsqlConnectionStringBuilder(await NewAsync(database));

            await using var service = await ServiceUnderTest.StartAsync(
                "http://127.0.0.1:1",
                $"--DATABASE_URL=postgresql://{parts.Username}:{parts.Password}@{parts.Host}:{parts.Port}/"
                + $"{parts.Database}?{parameters}",
                "--API_POOL_SIZE=3",
                "--API_POOL_TIMEOUT=7200");

            Assert.Equal(200, (await service.Api.GetAsync("/health")).Status);
        }
    }

    [Collection(nameof(MariaDbGroup))]
    public sealed class MariaDb(MariaDbFixture database)
    {
        [Theory]
        [InlineData("ssl-mode=PREFERRED&charset=utf8mb4&connect_timeout=5")]
        [InlineData("ssl_mode=DISABLED")]
        public async Task Start_HostedForm_Serves(string parameters)
        {
            Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
            var parts = new MySqlConnectionStringBuilder(await NewAsync(database));

            await using var service = await ServiceUnderTest.StartAsync(
                "http://127.0.0.1:1",
                $"--DATABASE_URL=mysql+aiomysql://{parts.UserID}:{parts.Password}@{parts.Server}:{parts.Port}/"
                + $"{parts.Database}?{parameters}",
                "--API_POOL_SIZE=3");

            Assert.Equal(200, (await service.Api.GetAsync("/health")).Status);
        }
    }

    private static async Task<string> NewAsync(DatabaseFixture database)
        => (await database.NewDatabaseAsync())!
            .First(static s => s.StartsWith(ConnectionString, StringComparison.Ordinal))[ConnectionString.Length..];
}
