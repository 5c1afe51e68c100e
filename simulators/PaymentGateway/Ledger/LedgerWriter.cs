using Leasehold.Simulators.PaymentGateway.Hosting;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>
/// The single writer. Whatever is pending when the last commit returns goes into the next transaction, so that a
/// burst costs a handful of waits for the disk. The queue needs no bound of its own: every entry has a request
/// waiting for it, and Kestrel bounds those.
/// </summary>
/// <remarks>
/// A thread of its own with a swapped list instead of a channel and a task: it is blocked in fsync most of the
/// time, and on two cores the thread pool cannot spare one of its threads for that. After a failed write it stops
/// the host: a gateway that cannot record must not answer.
/// </remarks>
internal sealed class LedgerWriter(
    GatewaySettings settings, LedgerIndex index, IHostApplicationLifetime lifetime, ILogger<LedgerWriter> logger)
    : IHostedService, IDisposable
{
#pragma warning disable MA0158 // Monitor.Wait and Pulse need a plain object
    private readonly object _sync = new(); // guards _pending, _stopping and _failure
#pragma warning restore MA0158
    private List<LedgerEntry> _pending = new(capacity: 1024);
    private List<LedgerEntry> _batch = new(capacity: 1024);
    private bool _stopping;
    private Exception? _failure;
    private LedgerFile? _file;
    private Thread? _thread;

    /// <summary>Returns once the entry is on disk and in the index.</summary>
    /// <exception cref="LedgerStoppedException">The host is stopping, or an earlier write failed.</exception>
    public Task AppendAsync(LedgerEntry entry)
    {
        lock (_sync)
        {
            if (_stopping || _failure is not null || _thread is null)
            {
                throw new LedgerStoppedException(_failure);
            }

            _pending.Add(entry);
            if (_pending.Count == 1)
            {
                Monitor.Pulse(_sync);
            }
        }

        return entry.Committed;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _file = LedgerFile.Open(settings.Ledger);
        var charges = LedgerLoad.Into(index, _file.Connection);
        logger.LedgerOpened(settings.Ledger, charges);
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger writer" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Close();
        return Task.CompletedTask;
    }

    public void Dispose() => Close();

    private void Close()
    {
        lock (_sync)
        {
            _stopping = true;
            Monitor.Pulse(_sync);
        }

        // What is pending is still written: the thread leaves only when nothing is.
        _thread?.Join();
        _file?.Dispose();
        _file = null;
    }

    private void Run()
    {
        try
        {
            using var statements = new LedgerStatements(_file!.Connection);
            while (TakePending())
            {
                CommitBatch(statements);
                _batch.Clear();
            }
        }
        catch (Exception problem) // whatever it was, nothing more may be answered
        {
            FailEverything(problem);
            logger.LedgerFailed(problem);
            lifetime.StopApplication();
        }
    }

    private bool TakePending()
    {
        lock (_sync)
        {
            while (_pending.Count == 0 && !_stopping)
            {
                Monitor.Wait(_sync);
            }

            (_batch, _pending) = (_pending, _batch);
            return _batch.Count > 0;
        }
    }

    private void CommitBatch(LedgerStatements statements)
    {
        var start = 0;
        while (start < _batch.Count)
        {
            var end = start + 1;
            while (end < _batch.Count && !_batch[start].StandsAlone && !_batch[end].StandsAlone)
            {
                end++;
            }

            Commit(statements, start, end);
            start = end;
        }
    }

    private void Commit(LedgerStatements statements, int start, int end)
    {
        statements.Begin();
        for (var i = start; i < end; i++)
        {
            _batch[i].Write(statements, index);
        }

        statements.Commit();
        for (var i = start; i < end; i++)
        {
            _batch[i].Publish(index);
            _batch[i].Complete();
        }
    }

    private void FailEverything(Exception problem)
    {
        lock (_sync)
        {
            _failure = problem;
            foreach (var entry in _batch.Concat(_pending))
            {
                entry.Fail(new LedgerStoppedException(problem));
            }

            _pending.Clear();
        }
    }
}
