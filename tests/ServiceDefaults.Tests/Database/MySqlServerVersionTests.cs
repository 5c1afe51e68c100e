using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Startup;
using LinqToDB.DataProvider.MySql;

namespace Leasehold.ServiceDefaults.Tests.Database;

public sealed class MySqlServerVersionTests
{
    [Theory]
    [InlineData("9.7.4-2", MySqlVersion.MySql80)]
    [InlineData("8.0.36", MySqlVersion.MySql80)]
    [InlineData("8.4.3-3-log", MySqlVersion.MySql80)]
    [InlineData("8.0.mysql_aurora.3.04.0", MySqlVersion.MySql80)]
    [InlineData("10.6.0-MariaDB", MySqlVersion.MariaDB10)]
    [InlineData("10.11.14-MariaDB-0+deb12u2", MySqlVersion.MariaDB10)]
    [InlineData("11.8.3-MariaDB-log", MySqlVersion.MariaDB10)]
    [InlineData("built this morning", MySqlVersion.MySql80)]
    public void Read_ServerThatSkipsLocks_IsTakenWithItsDialect(string answer, MySqlVersion dialect)
    {
        var version = MySqlServerVersion.Read(answer);

        version.RefuseTooOld();
        Assert.Equal(dialect, version.Dialect);
    }

    [Theory]
    [InlineData("5.7.44-log", "MySQL 5.7")]
    [InlineData("5.7.mysql_aurora.2.11.1", "MySQL 5.7")]
    [InlineData("10.5.26-MariaDB-0+deb11u2", "MariaDB 10.5")]
    public void RefuseTooOld_ServerThatDoesNot_NamesItAndWhatIsNeeded(string answer, string named)
    {
        var refusal = Assert.Throws<ServiceStartException>(MySqlServerVersion.Read(answer).RefuseTooOld);

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("MySQL 8.0 or MariaDB 10.6", refusal.Message, StringComparison.Ordinal);
    }
}
