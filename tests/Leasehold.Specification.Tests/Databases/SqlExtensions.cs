using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>Statements in one line.</summary>
[SuppressMessage("Security", "CA2100", Justification = "The statements are the tests' own.")]
internal static class SqlExtensions
{
    public static async Task<int> ExecuteAsync(
        this DbConnection connection,
        string sql,
        DbTransaction? transaction = null,
        CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of the first row as a number; -1 when it is NULL.</summary>
    public static async Task<long> ReadAsync(
        this DbConnection connection,
        string sql,
        DbTransaction? transaction = null,
        CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        var value = await command.ExecuteScalarAsync(cancellationToken);
        return value is null or DBNull ? -1 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Within the session's transaction.</summary>
    public static Task<int> ExecuteAsync(
        this Session session, string sql, CancellationToken cancellationToken = default)
        => session.Connection.ExecuteAsync(sql, session.Transaction, cancellationToken);

    /// <inheritdoc cref="ExecuteAsync(Session, string, CancellationToken)"/>
    public static Task<long> ReadAsync(this Session session, string sql, CancellationToken cancellationToken = default)
        => session.Connection.ReadAsync(sql, session.Transaction, cancellationToken);
}
