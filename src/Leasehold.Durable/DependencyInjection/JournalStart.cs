namespace Leasehold.Durable;

/// <summary>What the journal of a database waits for before it makes its tables.</summary>
internal sealed record JournalStart(string? Database, Func<IServiceProvider, Task> Ready);
