using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Returns;

/// <summary>The driver remembers what was prepared on a session; the reset must not make that memory wrong.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
public abstract class PreparedStatementSpecification<TDatabase> : ReturnedSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [MemberData(nameof(Roads.Held), MemberType = typeof(Roads))]
    public Task Prepared_SameTextByTheNextHolder_Works(Road road) => PrepareInTurnAsync(road, ServerPooler.None);

    [Theory]
    [MemberData(nameof(Roads.Held), MemberType = typeof(Roads))]
    public Task Prepared_SessionIsNotReset_WorksToo(Road road)
        => PrepareInTurnAsync(road, ServerPooler.None, ResetOnReturn.Rollback);

    [Theory]
    [MemberData(nameof(Roads.Held), MemberType = typeof(Roads))]
    public Task Prepared_BehindATransactionPooler_WorksToo(Road road)
        => PrepareInTurnAsync(road, ServerPooler.Transaction);

    [Theory]
    [MemberData(nameof(Roads.Held), MemberType = typeof(Roads))]
    public async Task Prepared_SameTextPlainByTheNextHolder_Works(Road road)
    {
        var pools = BuildOne();
        var table = await Database.CreateRowAsync();
        await road.HoldAsync(
            pools, (connection, transaction) => CountAsync(connection, transaction, table, prepares: true));

        await road.HoldAsync(
            pools, (connection, transaction) => CountAsync(connection, transaction, table, prepares: false));

        await AtRestAsync(pools);
    }

    private async Task PrepareInTurnAsync(
        Road road, ServerPooler pooler, ResetOnReturn reset = ResetOnReturn.Full)
    {
        var pools = BuildOne(reset, pooler);
        var table = await Database.CreateRowAsync();
        for (var holder = 1; holder <= 3; holder++)
        {
            await road.HoldAsync(
                pools, (connection, transaction) => CountAsync(connection, transaction, table, prepares: true));
        }

        await AtRestAsync(pools);
    }

    // The command is left as it is, prepared, as code does that keeps no account of it.
    private static async Task CountAsync(
        DbConnection connection, DbTransaction? transaction, string table, bool prepares)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"SELECT count(*) FROM {table} WHERE id = @id";
        var id = command.CreateParameter();
        (id.ParameterName, id.Value) = ("@id", 1);
        command.Parameters.Add(id);
        if (prepares)
        {
            await command.PrepareAsync(Ended);
        }

        for (var execution = 0; execution < 2; execution++)
        {
            Assert.Equal(
                1, Convert.ToInt32(await command.ExecuteScalarAsync(Ended), CultureInfo.InvariantCulture));
        }
    }
}

public sealed class MariaDbPreparedStatementTests : PreparedStatementSpecification<MariaDbDatabase>;

public sealed class PostgreSqlPreparedStatementTests : PreparedStatementSpecification<PostgreSqlDatabase>;

public sealed class SqlitePreparedStatementTests : PreparedStatementSpecification<SqliteDatabase>;
