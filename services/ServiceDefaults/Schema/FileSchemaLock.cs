using Microsoft.Data.Sqlite;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>An exclusively opened file beside the SQLite file.</summary>
/// <remarks>It stays when the lock is gone: whoever deleted it could not know who was about to open it.</remarks>
internal sealed class FileSchemaLock : SchemaLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream _file;

    private FileSchemaLock(FileStream file) => _file = file;

    public static async Task<SchemaLock> TakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource + ".schema-lock";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                return new FileSchemaLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write,
                    FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, patience.Token);
            }
        }
    }

    public override ValueTask DisposeAsync() => _file.DisposeAsync();
}
