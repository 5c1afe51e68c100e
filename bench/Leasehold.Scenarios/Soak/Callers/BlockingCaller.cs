using System.Data.Common;
using System.Diagnostics;
using Leasehold.Scenarios.Soak.Applications;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>A caller on a thread of its own that blocks, and may be interrupted.</summary>
internal sealed class BlockingCaller
{
    private const int LongestPauseMs = 10;
    private readonly SoakApplication _application;
    private readonly Random _random;
    private readonly Thread _thread;
    private readonly CancellationToken _stop;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards whether it may be interrupted: no interrupt comes later than the wait that it was meant for.
    private readonly Lock _lock = new();
    private bool _isAcquiring;
    private bool _isInterrupted;

    public BlockingCaller(SoakApplication application, int seed, CancellationToken stop)
    {
        _application = application;
        _random = new Random(seed);
        _stop = stop;
        _thread = new Thread(Run) { IsBackground = true, Name = "blocking caller" };
        _thread.Start();
    }

    public Task Ended => _ended.Task;

    public (string Name, long Since) Doing { get; private set; } = ("", 0);

    public int Done { get; private set; }

    /// <summary>Interrupts it if it acquires at this moment.</summary>
    public bool TryInterrupt()
    {
        lock (_lock)
        {
            if (!_isAcquiring)
            {
                return false;
            }

            _isInterrupted = true;
            _thread.Interrupt();
            return true;
        }
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (name, run) = Draw();
            Doing = (name, Stopwatch.GetTimestamp());
            try
            {
                run();
            }
            catch (Exception exception)
            {
                _application.Errors.Add(exception, name, _application.Pools.Provider, _isInterrupted);
            }

            Done++;
            Thread.Sleep(1 + _random.Next(LongestPauseMs));
        }

        Doing = ("", 0);
        _ended.SetResult();
    }

    private (string Name, Action Run) Draw() => _random.Next(7) switch
    {
        0 => ("blocking lease and return", () => Acquire("Lease", pool => pool.Lease()).Dispose()),
        1 => ("blocking connection", UseConnection),
        2 => ("blocking command of the pool", UseCommand),
        3 => ("blocking command, read half-way", ReadHalf),
        4 => ("blocking context", UseContext),
        _ => ("blocking lease", UseLease),
    };

    private void UseLease()
    {
        using var lease = Acquire("Lease", static pool => pool.Lease());
        LookForMark(lease.Connection);
    }

    private void UseConnection()
    {
        using var connection = Acquire("OpenConnection", static pool => pool.OpenConnection());
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SoakSql.Update(_random.Next(Databases.SoakDatabase.Notes) + 1);
        command.ExecuteNonQuery();
        if (_random.Next(2) == 0)
        {
            transaction.Commit();
        }
    }

    private void UseCommand()
    {
        var mark = Acquire("a blocking command of the pool", pool =>
        {
            using var command = pool.CreateCommand(_application.Database.ReadMark);
            return command.ExecuteScalar();
        }, mayInterrupt: false);
        Look(mark);
    }

    private void ReadHalf()
    {
        Interlocked.Increment(ref _application.Cancelling);
        try
        {
            using var connection = Acquire("OpenConnection", static pool => pool.OpenConnection());
            var command = connection.CreateCommand();
            command.CommandText = _application.Database.Endless;

            // LH0004: it stays open when the connection goes back.
#pragma warning disable LH0004
            command.ExecuteReader().Read();
#pragma warning restore LH0004
        }
        finally
        {
            Interlocked.Decrement(ref _application.Cancelling);
        }
    }

    private void UseContext()
    {
        if (_application.Contexts is not { } contexts)
        {
            return;
        }

        using var context = contexts.CreateDbContext();
        Acquire("a context's blocking open", _ =>
        {
            context.Database.OpenConnection();
            return true;
        });
        LookForMark(context.Database.GetDbConnection());
    }

    // Drivers do not expect to be interrupted while they read an answer: that would be theirs to bear.
    private T Acquire<T>(string what, Func<ConnectionPool, T> acquire, bool mayInterrupt = true)
    {
        var pool = _application.Pick(_random);
        var startedAt = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            (_isAcquiring, _isInterrupted) = (mayInterrupt, false);
        }

        try
        {
            return acquire(pool);
        }
        finally
        {
            // Noting it takes a lock, where an interrupt meant for the wait would leave the rest of this undone.
            var waited = Stopwatch.GetElapsedTime(startedAt);
            EndInterrupts();
            _application.Waits.Add(waited, what);
        }
    }

    // One that has not met a wait yet is taken here.
    private void EndInterrupts()
    {
        var isOver = false;
        while (!isOver)
        {
            try
            {
                lock (_lock)
                {
                    _isAcquiring = false;
                }

                if (_isInterrupted)
                {
                    Thread.Sleep(1);
                }

                isOver = true;
            }
            catch (ThreadInterruptedException)
            {
                // Nothing to withdraw: what was acquired is used.
            }
        }
    }

    private void LookForMark(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _application.Database.ReadMark;
        Look(command.ExecuteScalar());
    }

    private void Look(object? mark) => _application.Look(mark, Doing.Name);
}
