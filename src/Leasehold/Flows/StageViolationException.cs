namespace Leasehold;

/// <summary>Stage 2 of a three-stage operation tried to lease a connection.</summary>
public sealed class StageViolationException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public StageViolationException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public StageViolationException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("stage-violation");

    /// <summary>The pool it tried to lease from; empty when that was not told.</summary>
    public string Pool { get; init; } = "";

    internal static StageViolationException Of(string pool)
        => new(
            $"The call stage tried to lease a connection from pool '{pool}'. No connection is held while an external "
            + "call runs: read what the call needs in prepare, and write what it answered in save.")
        {
            Pool = pool,
        };
}
