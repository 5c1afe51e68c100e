using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>
/// What calls reach: a folder with a file for each process, of which no line is lost when the process is killed. All
/// processes of the machine read the same clock.
/// </summary>
internal sealed class OtherSide : IDisposable
{
    private readonly string _folder;
    private readonly StreamWriter _file;
    private readonly Lock _lock = new(); // guards the file
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);

    public OtherSide(string folder)
    {
        _folder = folder;
        var own = Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}.log"));
        _file = new StreamWriter(new FileStream(own, FileMode.Append, FileAccess.Write, FileShare.Read))
        {
            AutoFlush = true,
        };
    }

    /// <summary>A call arrives.</summary>
    /// <returns>Ends it.</returns>
    public Action Call(string kind, Guid id, bool isFirst)
    {
        var running = _running.AddOrUpdate(kind, 1, static (_, now) => now + 1);
        Write("call", kind, id, string.Create(
            CultureInfo.InvariantCulture, $"{running} {(isFirst ? "first" : "again")}"));
        return () => _running.AddOrUpdate(kind, 0, static (_, now) => now - 1);
    }

    /// <summary>Whether a call has arrived, at whatever process.</summary>
    public bool Ask(string kind, Guid id)
    {
        var sought = $" call {kind} {id:D} ";
        var hasArrived = Directory.GetFiles(_folder).Any(file => Lines(file).Any(
            line => line.Contains(sought, StringComparison.Ordinal)));
        Write("ask", kind, id, hasArrived ? "arrived" : "never");
        return hasArrived;
    }

    /// <summary>Notes what is decided.</summary>
    public void Note(string what) => Write(what, "-", Guid.Empty, "-");

    public void Dispose() => _file.Dispose();

    private void Write(string what, string kind, Guid id, string more)
    {
        lock (_lock)
        {
            _file.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {what} {kind} {id:D} {more}"));
        }
    }

    private static List<string> Lines(string file)
    {
        using var reader = new StreamReader(
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
