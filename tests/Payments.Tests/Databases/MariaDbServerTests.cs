using System.Globalization;
using Leasehold.Payments.Tests.Specifications;
using Leasehold.ServiceDefaults.Database;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>MariaDB and MySQL are told apart by asking the server, once.</summary>
[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbServerTests(MariaDbFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task On_AnySession_SpeaksTheServersOwnDialect()
    {
        var (version, dialect) = await Service.QueryAsync(static async db =>
            (await db.ExecuteAsync<string>("SELECT VERSION()"), db.DataProvider.Name));

        Assert.StartsWith(
            version.Contains("MariaDB", StringComparison.Ordinal) ? "MariaDB" : "MySql.8",
            dialect,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_SecondSession_DoesNotAskAgain()
        => Assert.Equal((1, 0), await QuestionsAsync(new DatabaseSettings(DatabaseKind.MySql, "")));

    [Fact]
    public async Task On_TheMigrationHasAsked_DoesNot()
        => Assert.Equal((0, 0), await QuestionsAsync(Service.Settings));

    // How many queries the first and the second use of a session cost, by the server's count.
    private Task<(int First, int Second)> QuestionsAsync(DatabaseSettings settings)
        => Service.Pools.InSessionAsync(Workload.Batch, async (session, _) =>
        {
            var asked = new ServiceDatabase(settings);
            var start = await SelectsAsync(session);
            using var first = asked.On(session);
            var between = await SelectsAsync(session);
            using var second = asked.On(session);
            return (between - start, await SelectsAsync(session) - between);
        });

    private static async Task<int> SelectsAsync(Session session)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "SHOW SESSION STATUS LIKE 'Com_select'";
        command.Transaction = session.Transaction;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        return int.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
    }
}
