using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.Connecting;

public sealed class PostgreSqlPasswordTests : PasswordSpecification<PostgreSqlDatabase>
{
    private protected override DatabaseProvider CreateProvider(
        Counted counted, TimeSpan interval, string? connectionString = null)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString ?? Database.ConnectionString);
        var right = text.Password!;
        text.Password = null;
        return new PostgreSqlProvider(text.ConnectionString, source =>
        {
            counted.OnConfigured();
            source.UsePeriodicPasswordProvider((_, _) => counted.Next(right), interval, interval);
        });
    }
}
