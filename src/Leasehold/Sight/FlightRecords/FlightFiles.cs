using Microsoft.Extensions.Logging;

namespace Leasehold.Sight.FlightRecords;

/// <summary>Writes flight records into the folder of the settings, and keeps it within its bound.</summary>
/// <remarks>Thread-safe. A record that cannot be written is said in the log and stays in memory.</remarks>
internal sealed class FlightFiles(FlightRecordOptions options, ILogger logger)
{
    private const string Prefix = "flight-";

    // Guards the folder's bound: two writers would both see it met.
    private readonly Lock _lock = new();

    /// <summary>Writes on another thread: the caller is a request that has waited long enough.</summary>
    public void Write(FlightRecord record)
    {
        if (options.Folder is { Length: > 0 } folder)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state => state.Files.Write(state.Record, state.Folder),
                (Files: this, Record: record, Folder: folder),
                preferLocal: false);
        }
    }

    private void Write(FlightRecord record, string folder)
    {
        try
        {
            lock (_lock)
            {
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, $"{Prefix}{record.Id}.json");

                // Under another name first: a reader must never meet half a record.
                File.WriteAllText(path + ".part", record.ToJson());
                File.Move(path + ".part", path, overwrite: true);
                RemoveOldest(folder);
                Log.FlightRecorded(logger, record.Id, path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.FlightNotWritten(logger, exception, record.Id, folder);
        }
    }

    private void RemoveOldest(string folder)
    {
        // The name begins with the time, so the order of names is that of time.
        var files = Directory.GetFiles(folder, $"{Prefix}*.json").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Take(Math.Max(0, files.Count - options.MaxFiles)))
        {
            File.Delete(file);
        }
    }
}
