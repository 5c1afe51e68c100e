using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Providers;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Finds the pools of the database that a connection leads to.</summary>
/// <remarks>
/// Thread-safe. What was found is kept by the text of the connection string, since reading one is slow.
/// </remarks>
internal sealed class Databases
{
    // Beyond it strings are probably made up anew each time, as with rotating passwords.
    private const int MaxKept = 10_000;

    private static readonly ConditionalWeakTable<ConnectionPools, Databases> Alone = [];

    private readonly ConcurrentDictionary<(Type Driver, string Text), Destination> _found = new();
    private readonly Func<IEnumerable<ConnectionPools>>? _others;

    /// <summary>Of one database, and of others of the application.</summary>
    /// <param name="first">The pools of the database that is usually meant.</param>
    /// <param name="others">Asked when another one is meant; null when there is none.</param>
    public Databases(ConnectionPools first, Func<IEnumerable<ConnectionPools>>? others = null)
    {
        First = first;
        _others = others;
        TellsCommands = OwnedConnection.SourceOf(first.Api).AdoptsConnections;
    }

    public ConnectionPools First { get; }

    /// <summary>Whether the driver does not tell when a command runs.</summary>
    public bool TellsCommands { get; }

    /// <summary>Whether there are others than the first.</summary>
    public bool HasOthers => _others is not null || First.HasFurtherDatabases;

    /// <summary>Of these pools' database only.</summary>
    public static Databases Of(ConnectionPools pools)
        => Alone.GetValue(pools, static pools => new Databases(pools));

    /// <summary>Where a closed connection leads that EF Core's provider has made.</summary>
    public Destination Find(DbConnection connection)
    {
        var key = (connection.GetType(), connection.ConnectionString);
        if (_found.TryGetValue(key, out var found) && found.IsOpen)
        {
            return found;
        }

        if (_found.Count >= MaxKept)
        {
            _found.Clear();
        }

        found = LookFor(connection);
        foreach (var pool in found.Pools?.All ?? [])
        {
            OwnedConnection.SourceOf(pool).BehaveAs(connection);
        }

        return _found[key] = found;
    }

    private Destination LookFor(DbConnection connection)
    {
        var meant = OwnedConnection.SourceOf(First.Api).TargetOf(connection);
        if (First.Target.Equals(meant))
        {
            return new Destination(First, meant, connection.ConnectionString);
        }

        foreach (var other in _others?.Invoke() ?? [])
        {
            if (OwnedConnection.SourceOf(other.Api).TargetOf(connection) is { } target)
            {
                meant = target;
                if (target.Equals(other.Target))
                {
                    return new Destination(other, target, connection.ConnectionString);
                }
            }
        }

        return new Destination(
            First.PoolsFor(connection),
            meant ?? new DatabaseTarget
            {
                Driver = connection.GetType().Name,
                Server = connection.DataSource,
                Database = connection.Database,
            },
            connection.ConnectionString);
    }
}
