using System.Text.Json;
using Leasehold.Payments.Payments.Process;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Data;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>
/// What the journal of operations costs a payment that goes well, written by hand: the row in the first transaction,
/// the fence and completion in the second.
/// </summary>
internal sealed class OperationStatements
{
    private const long LeaseUs = 30_000_000;
    private const long RetentionUs = 7L * 24 * 3600 * 1_000_000;

    private readonly bool _hasGuids;
    private readonly string _insert;
    private readonly string _complete;

    public OperationStatements(DatabaseKind kind)
    {
        _hasGuids = kind == DatabaseKind.PostgreSql;
        var now = kind switch
        {
            DatabaseKind.PostgreSql => "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
            DatabaseKind.MySql => "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))",
            _ => "(CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000)",
        };
        _insert =
            $"""
            INSERT INTO leasehold_operations
                   (id, kind, state, attempt, epoch, owner, due_us, prepared_us, called_us, args)
            VALUES (@id, @kind, 0, 1, 1, 'by hand', {now} + @lease, {now}, {now}, @args)
            """;
        _complete =
            $"""
            UPDATE leasehold_operations SET state = 1, owner = NULL, due_us = {now} + @retention, args = NULL
             WHERE id = @id AND epoch = 1 AND state NOT IN (1, 2)
            """;
    }

    public Task InsertAsync(DataConnection db, ChargeAttempt attempt, CancellationToken cancellationToken)
        => db.ExecuteAsync(
            _insert,
            cancellationToken,
            Id(attempt),
            new DataParameter("kind", ChargeOperation.Kind, DataType.NVarChar),
            new DataParameter("lease", LeaseUs, DataType.Int64),
            new DataParameter(
                "args", JsonSerializer.Serialize(attempt.ToArgs(), JsonSerializerOptions.Web), DataType.NVarChar));

    /// <summary>Whether the operation is still this attempt's.</summary>
    public async Task<bool> CompleteAsync(
        DataConnection db, ChargeAttempt attempt, CancellationToken cancellationToken)
        => await db.ExecuteAsync(
            _complete,
            cancellationToken,
            Id(attempt),
            new DataParameter("retention", RetentionUs, DataType.Int64)) == 1;

    private DataParameter Id(ChargeAttempt attempt)
        => _hasGuids
            ? new DataParameter("id", attempt.Id, DataType.Guid)
            : new DataParameter("id", attempt.Id.ToString("D"), DataType.NVarChar);
}
