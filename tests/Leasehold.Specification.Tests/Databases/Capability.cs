namespace Leasehold.Specification.Tests.Databases;

/// <summary>What not every database, driver or adapter has; the rows of a specification that need it say so.</summary>
public enum Capability
{
    /// <summary>A transaction can be begun by the text of a command.</summary>
    TextTransaction,

    /// <summary>A transaction begun by text is undone when the connection goes back.</summary>
    UndoneTextTransaction,

    /// <summary>What a holder leaves on the session is gone for the next one.</summary>
    SessionReset,

    /// <summary>A temporary table can be made in the middle of a session.</summary>
    TemporaryTable,

    /// <summary>A connection that came back stays open for the next holder.</summary>
    KeepsConnections,

    /// <summary>A reading session is refused writing; otherwise its writing is undone at its end.</summary>
    RefusedWriting,

    /// <summary>A reading session sees one state of the database without waiting for writers.</summary>
    ReadingBesideWriters,

    /// <summary>A killed connection that is not checked is handed out: neither driver nor adapter notices.</summary>
    HandsOutUnchecked,
}
