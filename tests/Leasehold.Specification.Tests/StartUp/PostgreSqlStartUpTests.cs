using System.Globalization;
using Leasehold.Specification.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Leasehold.Specification.Tests.StartUp;

public sealed class PostgreSqlStartUpTests : StartUpSpecification<PostgreSqlDatabase>
{
    protected override string MaxConnections
        => "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int";

    protected override void Use(LeaseholdBuilder builder, string connectionString)
        => builder.UsePostgreSql(connectionString);

    protected override Task<string> WithIdleTimeoutAsync(TimeSpan timeout)
    {
        var ms = timeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Options = $"-c idle_session_timeout={ms}",
        }.ConnectionString);
    }
}
