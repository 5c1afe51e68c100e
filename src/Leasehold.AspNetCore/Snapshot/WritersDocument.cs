namespace Leasehold.AspNetCore;

/// <summary>The line of writers in the snapshot; the meaning of each member is <see cref="WriterLine"/>'s.</summary>
internal sealed record WritersDocument(int Waiting, double LongestWaitMs, HolderDocument? Writer)
{
    public static WritersDocument Of(WriterLine line) => new(
        line.Waiting,
        Math.Round(line.LongestWait.TotalMilliseconds, 1),
        line.Writer is null ? null : HolderDocument.Of(line.Writer));
}
