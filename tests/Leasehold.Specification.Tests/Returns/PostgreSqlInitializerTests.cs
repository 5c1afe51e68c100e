using Leasehold.PostgreSql;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>What is set on each new physical connection, and how it is to be set so that it stays.</summary>
public sealed class PostgreSqlInitializerTests : ReturnedSpecification<PostgreSqlDatabase>
{
    private const string Sets = "SET leasehold.initialized = '77'";
    private const string Reads = "SELECT nullif(current_setting('leasehold.initialized', true), '')";

    [Theory]
    [InlineData(ResetOnReturn.Full, -1)]
    [InlineData(ResetOnReturn.Immediate, -1)]
    [InlineData(ResetOnReturn.Rollback, 77)]
    public async Task Return_SettingOfAnInitializer_LastsAsDocumented(ResetOnReturn reset, long second)
    {
        var provider = new PostgreSqlProvider(Database.ConnectionString, static builder =>
            builder.UsePhysicalConnectionInitializer(
                static connection =>
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = Sets;
                    command.ExecuteNonQuery();
                },
                static connection => connection.ExecuteAsync(Sets)));
        var pools = Build(api => (api.Size, api.ResetOnReturn) = (1, reset), provider: provider);

        Assert.Equal(77, await ReadAsync(pools));
        Assert.Equal(second, await ReadAsync(pools));
    }

    [Theory]
    [InlineData(ResetOnReturn.Full)]
    [InlineData(ResetOnReturn.Immediate)]
    public async Task Return_SettingOfTheConnectionString_IsKept(ResetOnReturn reset)
    {
        var text = new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Options = "-c leasehold.initialized=77",
        };
        var pools = Build(
            api => (api.Size, api.ResetOnReturn) = (1, reset), connectionString: text.ConnectionString);
        for (var holder = 1; holder <= 3; holder++)
        {
            Assert.Equal(77, await ReadAsync(pools));
        }
    }

    private static async Task<long> ReadAsync(ConnectionPools pools)
    {
        await using var lease = await pools.Api.LeaseAsync(Ended);
        return await lease.Connection.ReadAsync(Reads);
    }
}
