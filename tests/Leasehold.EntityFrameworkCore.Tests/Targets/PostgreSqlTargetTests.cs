using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leasehold.EntityFrameworkCore.Tests.Targets;

public sealed class PostgreSqlTargetTests : TargetSpecification<PostgreSqlContextDatabase>
{
    [Fact]
    public async Task Query_OptionsNameADataSourceOfAnotherDatabase_IsRefused()
    {
        var services = Build();
        await using var source = NpgsqlDataSource.Create(Other.ConnectionString);
        var options = new DbContextOptionsBuilder<ShopContext>().UseNpgsql(source).UseLeasehold(PoolsOf(services));
        await using var context = new ShopContext(options.Options);

        var refused = await Assert.ThrowsAsync<DatabaseMismatchException>(() => context.Orders.CountAsync(Ended));

        Assert.Contains(NameOf(Other), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_OptionsNameADataSourceOfTheSameDatabase_Leases()
    {
        var services = Build();
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString);
        var options = new DbContextOptionsBuilder<ShopContext>().UseNpgsql(source).UseLeasehold(PoolsOf(services));
        await using var context = new ShopContext(options.Options);

        Assert.Equal(0, await context.Orders.CountAsync(Ended));

        Assert.Equal(1, PoolsOf(services).Api.Snapshot().Leased);
    }

    [Fact]
    public async Task Query_OptionsNameAnotherDatabase_ThePasswordIsNotInTheMessage()
    {
        var services = Build();
        await using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>()
            .UseNpgsql($"{Other.ConnectionString};Password=s3cr3t").UseLeasehold(PoolsOf(services)).Options);

        var refused = await Assert.ThrowsAsync<DatabaseMismatchException>(() => context.Orders.CountAsync(Ended));

        Assert.DoesNotContain("s3cr3t", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Search Path=elsewhere")]
    [InlineData("Options=-c search_path=elsewhere")]
    [InlineData("Options=--search-path=elsewhere")]
    [InlineData("Options=-c role=somebody")]
    [InlineData("Username=somebody")]
    [InlineData("Port=1")]
    [InlineData("Host=elsewhere.example")]
    [InlineData("Host=127.0.0.1,elsewhere.example;Target Session Attributes=standby")]
    public async Task Query_OptionsReachOtherTables_IsRefused(string difference)
    {
        var services = Build();
        await using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>()
            .UseNpgsql($"{Database.ConnectionString};{difference}").UseLeasehold(PoolsOf(services)).Options);

        await Assert.ThrowsAsync<DatabaseMismatchException>(() => context.Orders.CountAsync(Ended));
    }

    [Theory]
    [InlineData("Options=-c statement_timeout=5000")]
    [InlineData("Maximum Pool Size=3;Application Name=mine;Timeout=7")]
    [InlineData("Password=another")]
    public async Task Query_OptionsDifferInWhatReachesTheSame_Leases(string difference)
    {
        var services = Build();
        await using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>()
            .UseNpgsql($"{Database.ConnectionString};{difference}").UseLeasehold(PoolsOf(services)).Options);

        Assert.Equal(0, await context.Orders.CountAsync(Ended));
    }
}
