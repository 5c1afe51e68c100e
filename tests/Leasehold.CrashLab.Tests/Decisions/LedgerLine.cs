using System.Globalization;

namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>A line of the other side's, as the lab's host writes it.</summary>
/// <param name="Process">Of whom: the name of its file.</param>
/// <param name="At">By the clock that all processes of the machine share.</param>
/// <param name="What">call, ask, or what was decided.</param>
/// <param name="Kind">The kind of the operation.</param>
/// <param name="Id">The operation.</param>
/// <param name="More">Of a call: how many of the kind run in that process, and whether it is the first.</param>
internal sealed record LedgerLine(
    string Process, long At, string What, string Kind, string Id, IReadOnlyList<string> More)
{
    /// <summary>All lines of all processes, in the order in which they were written.</summary>
    public static IReadOnlyList<LedgerLine> ReadAll(string folder)
        =>
        [
            .. Directory.GetFiles(folder)
                .SelectMany(static file => Lines(file).Select(line => Parse(Path.GetFileName(file), line)))
                .OrderBy(static line => line.At),
        ];

    // While it is written; a line that is not whole yet is left for the next look.
    private static string[] Lines(string file)
    {
        using var reader = new StreamReader(
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static LedgerLine Parse(string process, string line)
    {
        var words = line.Split(' ');
        return new LedgerLine(
            process, long.Parse(words[0], CultureInfo.InvariantCulture), words[1], words[2], words[3], words[4..]);
    }
}
