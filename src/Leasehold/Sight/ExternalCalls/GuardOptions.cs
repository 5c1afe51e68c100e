using Leasehold.Providers;

namespace Leasehold;

/// <summary>What becomes of external calls made while a connection is held: <c>Leasehold:Guard</c>.</summary>
public sealed class GuardOptions
{
    /// <summary>What the guard does.</summary>
    /// <value>
    /// Null: <see cref="GuardMode.Throw"/> in the environment Development, <see cref="GuardMode.Log"/> in every other.
    /// </value>
    public GuardMode? Mode { get; set; }

    /// <summary>Targets that may be called while a connection is held.</summary>
    /// <value>
    /// Empty. Each is a host (<c>vault.internal</c>), a host and port (<c>127.0.0.1:8200</c>), all hosts below a
    /// domain (<c>*.internal</c>), a name given to <see cref="ExternalCallGuard.Call"/>, or an activity source's. At
    /// most 1,000.
    /// </value>
    public IList<string> Allow { get; } = [];

    /// <summary>Activity sources of clients whose calls are not HTTP: brokers, Redis, mail.</summary>
    /// <value>
    /// Empty. Each is a source's name (<c>RabbitMQ.Client.Publisher</c>), or the beginning of names with a star at its
    /// end (<c>Azure.Messaging.*</c>). At most 1,000. Activities of the kinds client and producer count as calls, which
    /// are reported and never stopped, under the name of the source.
    /// </value>
    public IList<string> ActivitySources { get; } = [];

    /// <summary>How often the same endpoint and target are logged at the most; in between they are counted.</summary>
    /// <value>1 minute; 1 second to 1 day.</value>
    [Duration("00:00:01", "1.00:00:00")]
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromMinutes(1);
}
