using System.Data.Common;
using System.Diagnostics;
using Leasehold.Scenarios.Soak.Applications;

namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>One thing that a caller does, with its dice and its token.</summary>
/// <param name="application">On what.</param>
/// <param name="name">What it is called.</param>
/// <param name="random">Its dice.</param>
/// <param name="token">May be cancelled at any moment.</param>
internal sealed class Turn(SoakApplication application, string name, Random random, CancellationToken token)
{
    public SoakApplication Application => application;

    public string Name => name;

    public Random Random => random;

    public CancellationToken Token => token;

    public ConnectionPool Pool { get; } = application.Pick(random);

    public int Note => random.Next(Databases.SoakDatabase.Notes) + 1;

    /// <summary>Acquires, and has it measured however it ends.</summary>
    public async ValueTask<T> WaitAsync<T>(string what, Func<ValueTask<T>> acquire)
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            return await acquire();
        }
        finally
        {
            application.Waits.Add(Stopwatch.GetElapsedTime(startedAt), what);
        }
    }

    /// <summary>What another holder has left would be seen here.</summary>
    public async Task LookForMarkAsync(DbConnection connection, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = application.Database.ReadMark;
        Look(await command.ExecuteScalarAsync(token));
    }

    public void Look(object? mark) => application.Look(mark, Name);

    /// <summary>While something is cancelled, the driver may open a connection beside the pool.</summary>
    public async Task CancellingAsync(Func<Task> work)
    {
        Interlocked.Increment(ref application.Cancelling);
        try
        {
            await work();
        }
        finally
        {
            Interlocked.Decrement(ref application.Cancelling);
        }
    }

    /// <summary>Variables, a transaction and a row that nobody may find.</summary>
    public async Task LeaveMessAsync(DbConnection connection)
    {
        await SoakSql.ExecuteAsync(connection, application.Database.LeaveMark, token);
        if (random.Next(2) == 0)
        {
            await SoakSql.ExecuteAsync(connection, application.Database.Begin, token);
            await SoakSql.ExecuteAsync(connection, "INSERT INTO left_behind VALUES (1)", token);
        }
    }
}
