using Leasehold.MySql;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using MySqlConnector;

namespace Leasehold.Specification.Tests.Connecting;

public sealed class MariaDbPasswordTests : PasswordSpecification<MariaDbDatabase>
{
    private protected override DatabaseProvider CreateProvider(
        Counted counted, TimeSpan interval, string? connectionString = null)
    {
        var text = new MySqlConnectionStringBuilder(connectionString ?? Database.ConnectionString);
        var right = text.Password;
        text.Remove("Password");
        return new MySqlProvider(text.ConnectionString, source =>
        {
            counted.OnConfigured();
            source.UsePeriodicPasswordProvider((_, _) => counted.Next(right), interval, interval);
        });
    }
}
