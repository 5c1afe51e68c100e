namespace Leasehold.Durable;

/// <summary>A table has the journal's name and not its shape, and cannot be brought into it.</summary>
internal sealed class JournalShapeException(string message, Exception? inner = null)
    : InvalidOperationException(message, inner);
