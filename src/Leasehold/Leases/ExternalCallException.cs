namespace Leasehold;

/// <summary>An external call was stopped because the flow that makes it holds a connection.</summary>
/// <remarks>Thrown by the guard in mode Throw, before a byte of the call has left.</remarks>
public sealed class ExternalCallException : LeaseholdException
{
    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    public ExternalCallException(string message)
        : this(message, null)
    {
    }

    /// <summary>Says what happened in words of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What led to it.</param>
    public ExternalCallException(string message, Exception? innerException)
        : base(message, innerException)
        => HelpLink = LeaseholdDocs.Error("external-call");

    /// <summary>Which call, and what was held.</summary>
    /// <param name="endpoint">The endpoint or job.</param>
    /// <param name="target">What was called: <c>POST host:port</c>, or the name given to the guard.</param>
    /// <param name="holder">The lease that was held longest.</param>
    public ExternalCallException(string endpoint, string target, Holder holder)
        : this(
            $"{endpoint} calls {target} while it holds a connection of workload {holder?.Workload}: {holder}. Return "
            + "the connection first and save the answer in a new session (three stages), or allow the target in "
            + "Leasehold:Guard:Allow.")
    {
        Endpoint = endpoint;
        Target = target;
        Holder = holder;
    }

    /// <summary>The endpoint or job; empty when that was not told.</summary>
    public string Endpoint { get; } = "";

    /// <summary>
    /// What was called: <c>POST host:port</c>, or the name given to the guard; empty when that was not told.
    /// </summary>
    public string Target { get; } = "";

    /// <summary>The lease that was held longest; null when that was not told.</summary>
    public Holder? Holder { get; }
}
