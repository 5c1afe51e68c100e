using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Pools;

/// <summary>The driver's reader, but that it keeps the leased connection, and closes it where that is asked.</summary>
/// <remarks>
/// The drivers read a result to its end when it is left half-way. Here that takes a moment at the most: then a command
/// that only reads is cancelled (<see cref="ReaderRescue"/>).
/// </remarks>
internal sealed class LeasedReader(
    DbDataReader reader, Action? cancel, LeasedConnection connection, bool closesConnection)
    : DbDataReader, IDbColumnSchemaGenerator
{
    private bool _isAtEnd;
    private bool _isClosed;

    public override int Depth => reader.Depth;

    public override int FieldCount => reader.FieldCount;

    public override bool HasRows => reader.HasRows;

    public override bool IsClosed => _isClosed || reader.IsClosed;

    public override int RecordsAffected => reader.RecordsAffected;

    public override int VisibleFieldCount => reader.VisibleFieldCount;

    public override object this[int ordinal] => reader[ordinal];

    public override object this[string name] => reader[name];

    public override bool Read() => NoteEnd(reader.Read());

    public override async Task<bool> ReadAsync(CancellationToken cancellationToken)
        => NoteEnd(await reader.ReadAsync(cancellationToken).ConfigureAwait(false));

    public override bool NextResult() => NoteResult(reader.NextResult());

    public override async Task<bool> NextResultAsync(CancellationToken cancellationToken)
        => NoteResult(await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));

    public override void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        var rescue = NewRescue();
        try
        {
            using (rescue)
            {
                reader.Dispose();
            }
        }
        catch (DbException) when (rescue is { HasCancelled: true })
        {
            // What the server says to the cancellation that was asked for.
        }
        finally
        {
            if (closesConnection)
            {
                connection.Close();
            }
        }
    }

    public override async Task CloseAsync()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        var rescue = NewRescue();
        try
        {
            try
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }
            finally
            {
                if (rescue is not null)
                {
                    await rescue.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        catch (DbException) when (rescue is { HasCancelled: true })
        {
            // What the server says to the cancellation that was asked for.
        }
        finally
        {
            if (closesConnection)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override bool GetBoolean(int ordinal) => reader.GetBoolean(ordinal);

    public override byte GetByte(int ordinal) => reader.GetByte(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
        => reader.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => reader.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
        => reader.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public ReadOnlyCollection<DbColumn> GetColumnSchema() => reader.GetColumnSchema();

    public override Task<ReadOnlyCollection<DbColumn>> GetColumnSchemaAsync(
        CancellationToken cancellationToken = default)
        => reader.GetColumnSchemaAsync(cancellationToken);

    public override string GetDataTypeName(int ordinal) => reader.GetDataTypeName(ordinal);

    public override DateTime GetDateTime(int ordinal) => reader.GetDateTime(ordinal);

    public override decimal GetDecimal(int ordinal) => reader.GetDecimal(ordinal);

    public override double GetDouble(int ordinal) => reader.GetDouble(ordinal);

    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    [return: DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => reader.GetFieldType(ordinal);

    public override T GetFieldValue<T>(int ordinal) => reader.GetFieldValue<T>(ordinal);

    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken)
        => reader.GetFieldValueAsync<T>(ordinal, cancellationToken);

    public override float GetFloat(int ordinal) => reader.GetFloat(ordinal);

    public override Guid GetGuid(int ordinal) => reader.GetGuid(ordinal);

    public override short GetInt16(int ordinal) => reader.GetInt16(ordinal);

    public override int GetInt32(int ordinal) => reader.GetInt32(ordinal);

    public override long GetInt64(int ordinal) => reader.GetInt64(ordinal);

    public override string GetName(int ordinal) => reader.GetName(ordinal);

    public override int GetOrdinal(string name) => reader.GetOrdinal(name);

    [return: DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetProviderSpecificFieldType(int ordinal) => reader.GetProviderSpecificFieldType(ordinal);

    public override object GetProviderSpecificValue(int ordinal) => reader.GetProviderSpecificValue(ordinal);

    public override int GetProviderSpecificValues(object[] values) => reader.GetProviderSpecificValues(values);

    public override DataTable? GetSchemaTable() => reader.GetSchemaTable();

    public override Task<DataTable?> GetSchemaTableAsync(CancellationToken cancellationToken = default)
        => reader.GetSchemaTableAsync(cancellationToken);

    public override Stream GetStream(int ordinal) => reader.GetStream(ordinal);

    public override string GetString(int ordinal) => reader.GetString(ordinal);

    public override TextReader GetTextReader(int ordinal) => reader.GetTextReader(ordinal);

    public override object GetValue(int ordinal) => reader.GetValue(ordinal);

    public override int GetValues(object[] values) => reader.GetValues(values);

    public override bool IsDBNull(int ordinal) => reader.IsDBNull(ordinal);

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken)
        => reader.IsDBNullAsync(ordinal, cancellationToken);

    protected override DbDataReader GetDbDataReader(int ordinal) => reader.GetData(ordinal);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close();
        }

        base.Dispose(disposing);
    }

    private bool NoteEnd(bool hasRow)
    {
        _isAtEnd = !hasRow;
        return hasRow;
    }

    private bool NoteResult(bool hasResult)
    {
        _isAtEnd = !hasResult;
        return hasResult;
    }

    private ReaderRescue? NewRescue() => _isAtEnd || cancel is null ? null : new ReaderRescue(cancel, connection);
}
