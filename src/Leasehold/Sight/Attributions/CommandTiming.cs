using System.Data.Common;
using Leasehold.Flows;
using Leasehold.Sight.Attributions;

namespace Leasehold;

/// <summary>
/// Tells that a command runs on a leased connection, where the driver does not tell itself (Microsoft.Data.Sqlite).
/// </summary>
/// <remarks>
/// For interceptors of data access libraries. Cheap when the lease is not measured. Commands of Npgsql and
/// MySqlConnector are counted without it; telling of them twice counts them once. Begin and dispose it in the flow
/// that leased the connection.
/// </remarks>
public readonly record struct CommandTiming : IDisposable
{
    private readonly LeaseMeter? _lease;
    private readonly int _run;

    private CommandTiming(LeaseMeter lease)
    {
        _lease = lease;
        _run = lease.CommandStarted();
    }

    /// <summary>A command begins now; dispose the result when it has ended, its reader closed.</summary>
    /// <param name="connection">The connection it runs on; one that is not leased is let pass.</param>
    public static CommandTiming Begin(DbConnection? connection)
        => Find(connection) is { } lease ? new CommandTiming(lease) : default;

    /// <summary>A command has ended that no one told of when it began.</summary>
    /// <param name="connection">The connection it ran on; one that is not leased is let pass.</param>
    /// <param name="duration">How long it ran.</param>
    public static void Report(DbConnection? connection, TimeSpan duration)
    {
        if (Find(connection) is { } lease)
        {
            lease.CommandWas(lease.Run, duration);
        }
    }

    /// <summary>The command has ended.</summary>
    public void Dispose() => _lease?.CommandEnded(_run);

    private static LeaseMeter? Find(DbConnection? connection)
    {
        if (connection is null || Ambient.Current is not { } ambient)
        {
            return null;
        }

        var lease = FlowDoings.Of(ambient.LiveFlow)?.MeterOf(connection);
        for (var holder = ambient.Holder; lease is null && holder is not null; holder = holder.OuterHolder)
        {
            lease = FlowDoings.Of(holder)?.MeterOf(connection);
        }

        return lease;
    }
}
