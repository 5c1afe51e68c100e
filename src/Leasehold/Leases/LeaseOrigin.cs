using System.Data.Common;

namespace Leasehold.Leases;

/// <summary>Where in the source a lease was taken, as the compiler named it to us.</summary>
internal readonly record struct LeaseOrigin(string Member, string File, int Line)
{
    /// <summary>
    /// The caller's own closed connection of the pool's data source, to be opened in the place; usually there is none.
    /// </summary>
    public DbConnection? Connection { get; init; }

    public static LeaseOrigin Unknown { get; } = new("", "", 0);

    // The compiler writes the path of the building machine; the file's name is enough to find the line.
    public string FileName => File.Length == 0 ? "" : File[(File.LastIndexOfAny(['/', '\\']) + 1)..];
}
