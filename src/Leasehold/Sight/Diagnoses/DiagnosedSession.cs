using System.Globalization;
using System.Text;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>Who waits or is waited for: a lease of this process, or a session of somebody else's.</summary>
public sealed record DiagnosedSession
{
    /// <summary>The pool of the lease; null when it is none of this process's.</summary>
    public string? Pool { get; init; }

    /// <summary>Who holds the lease: endpoint, method, file and line.</summary>
    /// <value>Null when it is no lease of this process, or it cannot be told which, as behind a pooler.</value>
    public Holder? Holder { get; init; }

    /// <summary>The session as the server sees it; null when the server tells nothing of it.</summary>
    public ServerSession? Session { get; init; }

    /// <summary>Whether it calls itself as a pool of this process, and is no lease of it: another instance.</summary>
    public bool IsOtherInstance { get; init; }

    /// <summary>Whether it is nobody of this process.</summary>
    public bool IsStranger => Pool is null;

    /// <summary>In one phrase: the endpoint with its line, or what the server knows of a stranger.</summary>
    public override string ToString()
    {
        if (Holder is { } holder)
        {
            return Line.Length > 0
                ? $"{holder.Flow ?? "(no flow)"} ({holder.Member}, {Line})"
                : $"{holder.Flow ?? "(no flow)"}{(holder.Member.Length > 0 ? $" ({holder.Member})" : "")}";
        }

        if (Pool is not null)
        {
            return $"a lease of pool {Pool}";
        }

        return Session switch
        {
            null => "a session that the server tells nothing of",
            { Number: 0 } => "a prepared transaction",
            { } session => Describe(session),
        };
    }

    /// <summary>File and line of the lease; empty when not known.</summary>
    internal string Line => Holder is { Line: > 0 } holder
        ? string.Create(CultureInfo.InvariantCulture, $"{holder.File}:{holder.Line}") : "";

    private string Describe(ServerSession session)
    {
        var text = new StringBuilder(IsOtherInstance ? "another instance of this application" : "a stranger");
        text.Append(CultureInfo.InvariantCulture, $" (session {session.Number}");
        Append(", application ", session.Application);
        Append(", user ", session.User);
        Append(", from ", session.Client);
        Append(", ", session.Statement ?? "");
        return text.Append(')').ToString();

        void Append(string before, string value) => text.Append(value.Length > 0 ? before + value : "");
    }
}
