using System.Data.Common;
using Dapper;

namespace Leasehold.BeforeAfter.Works;

/// <summary>The statements, the same for both sides, which differ in how long they hold a connection.</summary>
internal static class WorkTable
{
    private const string CreateSql =
        """
        CREATE TABLE IF NOT EXISTS works (
            id VARCHAR(36) NOT NULL PRIMARY KEY,
            kind VARCHAR(20) NOT NULL,
            title VARCHAR(200) NOT NULL,
            state VARCHAR(20) NOT NULL,
            result VARCHAR(2000) NOT NULL)
        """;

    public static Task CreateAsync(DbConnection connection) => connection.ExecuteAsync(CreateSql);

    public static Task InsertAsync(DbConnection connection, Work work, DbTransaction? transaction = null)
        => connection.ExecuteAsync(
            "INSERT INTO works (id, kind, title, state, result) VALUES (@Id, @Kind, @Title, 'pending', '')",
            work,
            transaction);

    public static Task BeginAsync(DbConnection connection, Work work, DbTransaction? transaction = null)
        => connection.ExecuteAsync(
            "UPDATE works SET state = 'processing' WHERE id = @Id", new { work.Id }, transaction);

    public static Task CompleteAsync(
        DbConnection connection, Work work, string result, DbTransaction? transaction = null)
        => connection.ExecuteAsync(
            "UPDATE works SET state = 'completed', result = @result WHERE id = @Id",
            new { work.Id, result },
            transaction);

    public static Task FailAsync(DbConnection connection, Work work, DbTransaction? transaction = null)
        => connection.ExecuteAsync("UPDATE works SET state = 'failed' WHERE id = @Id", new { work.Id }, transaction);

    public static Task AppendAsync(DbConnection connection, Work work, string verse)
        => connection.ExecuteAsync(
            "UPDATE works SET result = @verse WHERE id = @Id", new { work.Id, verse });

    public static Task<long> CountAsync(DbConnection connection, string state)
        => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM works WHERE state = @state", new { state });

    /// <summary>What the API is mostly asked: one row by its key.</summary>
    public static Task<string?> ReadStateAsync(DbConnection connection, string id)
        => connection.ExecuteScalarAsync<string?>("SELECT state FROM works WHERE id = @id", new { id });
}
