using Leasehold.PostgreSql;
using Leasehold.Specification.Tests;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Durable.Tests.Operating;

public sealed class PostgreSqlJournalTests : JournalSpecification<PostgreSqlDatabase>
{
    private static readonly JournalSql Sql = new(JournalDialect.For(new PostgreSqlProvider("Host=none").Dialect));

    private static readonly (string, object)[] Values =
    [
        ("id", Guid.NewGuid()), ("i0", Guid.NewGuid()), ("i1", Guid.NewGuid()), ("epoch", 1L), ("owner", "x"),
        ("reason", "x"), ("pause", 1L), ("claim", 1L), ("retention", 1L),
    ];

    public static TheoryData<string, string> StatementsById => new()
    {
        { "complete", Sql.Complete },
        { "postpone", Sql.Postpone },
        { "bury", Sql.Bury },
        { "call again", Sql.CallAgain },
        { "find", Sql.Find },
        { "settle", Sql.Settle },
        { "select one", Sql.SelectOne },
        { "claim", Sql.Claim(2) },
        { "renew", Sql.Renew(2) },
        { "hand back", Sql.HandBack(2) },
        { "remove", JournalSql.Remove(2) },
    };

    /// <summary>The indexes of what is alive and of what is kept hold dead entries until a vacuum.</summary>
    [Theory]
    [MemberData(nameof(StatementsById))]
    public async Task Plan_OfAStatementByIdOnAYoungTable_GoesByThePrimaryKey(string name, string sql)
    {
        var instance = await FrozenAsync();

        var plan = await instance.Pools.InSessionAsync(
            async (session, token) =>
            {
                // Before the shared one in the search path, and gone with the transaction.
                await session.ExecuteAsync(
                    "CREATE TEMPORARY TABLE leasehold_operations (LIKE leasehold_operations INCLUDING ALL) "
                    + "ON COMMIT DROP",
                    token);
                await using var explain = new NpgsqlCommand($"EXPLAIN {sql}", (NpgsqlConnection)session.Connection);
                foreach (var (parameter, value) in Values)
                {
                    explain.Parameters.AddWithValue(parameter, value);
                }

                var lines = new List<string>();
                await using var reader = await explain.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    lines.Add(reader.GetString(0));
                }

                return string.Join('\n', lines);
            },
            Ended);

        Assert.True(plan.Contains("leasehold_operations_pkey", StringComparison.Ordinal), $"{name}: {plan}");
    }
}
