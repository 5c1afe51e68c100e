namespace Leasehold;

/// <summary>Stage 2 of a three-stage operation tried to lease a connection.</summary>
public sealed class StageViolationException : InvalidOperationException
{
    internal StageViolationException(string pool)
        : base(
            $"The call stage tried to lease a connection from pool '{pool}'. No connection is held while an external "
            + "call runs: read what the call needs in prepare, and write what it answered in save.")
    {
        Pool = pool;
        HelpLink = LeaseholdDocs.Error("stage-violation");
    }

    /// <summary>The pool it tried to lease from.</summary>
    public string Pool { get; }
}
