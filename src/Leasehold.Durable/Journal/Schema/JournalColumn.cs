namespace Leasehold.Durable;

/// <summary>A column of one of the journal's tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as its table is made with it.</param>
/// <param name="IsLater">Whether tables of before it are migrated: it is added to those that lack it.</param>
internal sealed record JournalColumn(string Name, string Type, bool IsLater = false);
