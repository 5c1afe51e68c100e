using Leasehold.DependencyInjection;
using Leasehold.Providers;
using Microsoft.Extensions.Configuration;

namespace Leasehold.Tests.Hosting;

/// <summary>Which database a named connection string is one of, by the packages that the tests reference.</summary>
public sealed class NamedConnectionTests
{
    [Theory]
    [InlineData("Host=db;Port=5432;Username=shop;Password=p;Database=shop", "postgresql", "PostgreSql Sqlite")]
    [InlineData("Server=db;Port=3306;User ID=shop;Password=p;Database=shop", "mysql", "MySql Sqlite")]
    [InlineData("postgresql://shop:p@db/shop", "postgresql", "PostgreSql MySql Sqlite")]
    [InlineData("postgres://shop:p@db/shop", "postgresql", "PostgreSql MySql Sqlite")]
    [InlineData("mysql://shop:p@db/shop", "mysql", "PostgreSql MySql Sqlite")]
    [InlineData("mariadb://shop:p@db/shop", "mysql", "PostgreSql MySql Sqlite")]
    [InlineData("Data Source=shop.db", "sqlite", "PostgreSql MySql Sqlite")]
    [InlineData("Filename=shop.db;Foreign Keys=True", "sqlite", "PostgreSql MySql Sqlite")]
    [InlineData("Host=db;Username=shop;SSL Mode=Require;Search Path=app", "postgresql", "PostgreSql MySql Sqlite")]
    [InlineData("Server=db;User ID=shop;Allow User Variables=true", "mysql", "PostgreSql MySql Sqlite")]
    public void Open_OneDatabaseFits_IsIt(string text, string system, string referenced)
        => Assert.Equal(system, Open(text, referenced: referenced).Dialect.SystemName);

    [Fact]
    public void Open_SeveralFit_AsksForTheSetting()
    {
        var refused = Refused("Server=db;User ID=shop;Database=shop");

        Assert.Contains("PostgreSql, MySql", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Leasehold:Provider", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql", "mysql")]
    [InlineData("PostgreSql", "postgresql")]
    public void Open_TheSettingNamesOne_IsIt(string asked, string system)
        => Assert.Equal(system, Open("Server=db;User ID=shop;Database=shop", asked).Dialect.SystemName);

    [Fact]
    public void Open_TheSettingNamesOneThatIsNotReferenced_SaysWhichPackage()
        => Assert.Contains(
            "Leasehold.Oracle is not referenced", Refused("Host=db", "Oracle").Message, StringComparison.Ordinal);

    [Fact]
    public void Open_NoneFits_NamesThoseThatAreReferenced()
        => Assert.Contains("PostgreSql, MySql, Sqlite", Refused("Colour=red").Message, StringComparison.Ordinal);

    [Fact]
    public void Open_NoneIsReferenced_NamesThePackages()
        => Assert.Contains(
            "Leasehold.PostgreSql", Refused("Host=db", referenced: "").Message, StringComparison.Ordinal);

    [Fact]
    public void Open_TheOnlyOneDoesNotUnderstandIt_HasTheDriversReasonAndNoSecret()
    {
        var refused = Refused("Data Source=shop.db;Passwort=hunter2", referenced: "Sqlite");

        Assert.Contains("ConnectionStrings:shop", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.InnerException);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionStrings:shpo", "Did you mean shpo?")]
    [InlineData("ConnectionStrings:archive", "ConnectionStrings__shop")]
    public void Open_TheStringIsMissing_SaysWhereItWasLookedFor(string there, string said)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(there, "Data Source=x.db")]).Build();

        var refused = Assert.Throws<InvalidOperationException>(
            () => NamedConnection.Open(configuration, "shop", "Leasehold", null, ReferencedPackages.Adapters));

        Assert.Contains("ConnectionStrings:shop is missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>What the metrics of connections ask for, of a URL too.</summary>
    [Theory]
    [InlineData("postgresql://shop:p@db:5433/shop", 5433)]
    [InlineData("mysql://shop:p@db:3307/shop", 3307)]
    public void Open_Url_TellsTheServer(string text, int port)
        => Assert.Equal(("db", port), (Open(text).ServerAddress, Open(text).ServerPort));

    private static InvalidOperationException Refused(
        string text, string? asked = null, string referenced = "PostgreSql MySql Sqlite")
        => Assert.Throws<InvalidOperationException>(() => Open(text, asked, referenced));

    private static DatabaseProvider Open(
        string text, string? asked = null, string referenced = "PostgreSql MySql Sqlite")
    {
        var names = referenced.Split(' ');
        return NamedConnection.Open(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:shop", text)]).Build(),
            "shop",
            "Leasehold",
            asked,
            [.. ReferencedPackages.Adapters.Where(adapter => names.Contains(adapter.Name, StringComparer.Ordinal))]);
    }
}
