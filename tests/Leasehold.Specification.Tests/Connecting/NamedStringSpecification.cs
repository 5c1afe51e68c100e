using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Specification.Tests.Connecting;

/// <summary>A connection string that stands in the configuration, and one that is a URL.</summary>
public abstract class NamedStringSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData("Name=ConnectionStrings:Main")]
    [InlineData("name = Main")]
    [InlineData("Name=Main;")]
    [InlineData("Name=Elsewhere:Text")]
    public async Task Use_NameOfAString_IsLookedUpInTheConfiguration(string text)
    {
        var key = text.Contains("Elsewhere", StringComparison.Ordinal) ? "Elsewhere:Text" : "ConnectionStrings:Main";
        await using var pools = Pools(text, (key, Database.ConnectionString));
        await using var lease = await pools.Api.LeaseAsync(Ended);

        Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
    }

    [Fact]
    public void Use_NameThatIsNotThere_SaysWhichNameIsMissing()
        => Assert.Contains(
            "Name=Mian",
            Assert.Throws<InvalidOperationException>(() => Pools("Name=Mian", ("ConnectionStrings:Main", "x"))).Message,
            StringComparison.Ordinal);

    protected abstract void Use(LeaseholdBuilder builder, string text);

    protected ConnectionPools Pools(string text, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
            settings.Select(static s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        Use(builder.Services.AddLeasehold(builder.Configuration), text);
        return builder.Build().Services.GetRequiredService<ConnectionPools>();
    }

    protected async Task AssertLeadsToTheDatabaseAsync(string url)
    {
        foreach (var text in (string[])[url, "Name=Main"])
        {
            await using var pools = Pools(text, ("ConnectionStrings:Main", url));
            await using var lease = await pools.Api.LeaseAsync(Ended);
            Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
        }
    }

    protected static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}
