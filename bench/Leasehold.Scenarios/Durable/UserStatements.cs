using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Scenarios.Durable;

/// <summary>The user's own table and statements, and the plain table that the journal is compared with.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are constants; values go by parameters.")]
internal static class UserStatements
{
    public const string CreateOrders =
        "CREATE TABLE scenario_orders (id VARCHAR(36) NOT NULL PRIMARY KEY, status VARCHAR(20) NOT NULL)";

    /// <summary>The journal's columns and primary key, and nothing else of it.</summary>
    public const string CreatePlain =
        """
        CREATE TABLE scenario_plain (
            id VARCHAR(36) NOT NULL PRIMARY KEY,
            kind VARCHAR(100) NOT NULL,
            state SMALLINT NOT NULL,
            attempt INT NOT NULL,
            epoch BIGINT NOT NULL,
            owner VARCHAR(40),
            due_us BIGINT NOT NULL,
            prepared_us BIGINT NOT NULL,
            called_us BIGINT,
            reason VARCHAR(500),
            args TEXT)
        """;

    public static Task<int> PrepareAsync(Session session, string order, CancellationToken cancellationToken)
        => ExecuteAsync(
            session,
            "INSERT INTO scenario_orders (id, status) VALUES (@id, 'pending')",
            cancellationToken,
            ("id", order));

    public static Task<int> SaveAsync(Session session, string order, CancellationToken cancellationToken)
        => ExecuteAsync(
            session, "UPDATE scenario_orders SET status = 'paid' WHERE id = @id", cancellationToken, ("id", order));

    public static Task<int> InsertPlainAsync(Session session, string args, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        return ExecuteAsync(
            session,
            """
            INSERT INTO scenario_plain (id, kind, state, attempt, epoch, owner, due_us, prepared_us, called_us, args)
            VALUES (@id, @kind, 0, 1, 1, @owner, @due, @now, @now, @args)
            """,
            cancellationToken,
            ("id", Guid.CreateVersion7().ToString()),
            ("kind", DurableInstance.Kind),
            ("owner", "machine/0123456789"),
            ("due", now + 30_000_000),
            ("now", now),
            ("args", args));
    }

    public static async Task<int> ExecuteAsync(
        Session session,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
