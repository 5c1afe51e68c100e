namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>The program's own row of an operation.</summary>
/// <param name="Id">The operation.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Status">pending, done, abandoned or cancelled.</param>
/// <param name="Ends">How often it was ended.</param>
internal sealed record JobRow(string Id, string Kind, string Status, int Ends);
