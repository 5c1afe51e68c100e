using Leasehold.PostgreSql;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>A driver that asks for its password over HTTP while it opens a connection does so rightly.</summary>
public sealed class PostgreSqlTokenProviderTests : GuardSpecification<PostgreSqlDatabase>
{
    [Fact]
    public async Task Call_OfATokenProviderDuringTheOpen_IsNotReported()
    {
        var password = new NpgsqlConnectionStringBuilder(Database.ConnectionString).Password ?? "";
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Password = null };
        using var provider = new AskingProvider(connection.ConnectionString, password, CallAsync);
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Throw }, provider: provider.Provider);
        using var flow = Flow.Begin("GET /token", Workload.Api);
        await using (await pools.Api.LeaseAsync(Ended))
        {
            // A second connection while the first is held: that its opening calls out is no fault of the holder's.
            await using var second = await pools.Api.LeaseAsync(Ended);
        }

        Assert.True(Other.Requests > 0, "the provider was asked");
        AssertQuiet(pools, Other.Requests);
    }

    private sealed class AskingProvider(string connectionString, string password, Func<Task> ask) : IDisposable
    {
        public PostgreSqlProvider Provider { get; } = new(
            connectionString,
            builder => builder.UsePasswordProvider(
                _ => password,
                async (_, _) =>
                {
                    await ask();
                    return password;
                }));

        public void Dispose()
        {
        }
    }
}
