namespace Leasehold;

/// <summary>An external call was stopped because the flow that makes it holds a connection.</summary>
/// <remarks>Thrown by the guard in mode Throw, before a byte of the call has left.</remarks>
public sealed class ExternalCallException : InvalidOperationException
{
    internal ExternalCallException(string endpoint, string target, Holder holder)
        : base(
            $"{endpoint} calls {target} while it holds a connection of workload {holder.Workload}: {holder}. Return "
            + "the connection first and save the answer in a new session (three stages), or allow the target in "
            + "Leasehold:Guard:Allow.")
    {
        Endpoint = endpoint;
        Target = target;
        Holder = holder;
        HelpLink = LeaseholdDocs.Error("external-call");
    }

    /// <summary>The endpoint or job.</summary>
    public string Endpoint { get; }

    /// <summary>What was called: <c>POST host:port</c>, or the name given to the guard.</summary>
    public string Target { get; }

    /// <summary>The lease that was held longest.</summary>
    public Holder Holder { get; }
}
