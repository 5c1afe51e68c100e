using Leasehold.Durable;
using Leasehold.Images.Images;
using Leasehold.Images.Processing;
using Leasehold.Images.Schema;
using Leasehold.ServiceDefaults.Database;
using Leasehold.ServiceDefaults.Schema;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Batches;

/// <summary>
/// Works off the items of batches on the Batch pool, a bounded number at a time, beside the workers of other images.
/// </summary>
/// <remarks>
/// The row is the queue: an item is begun by moving it from pending to processing, in the transaction that writes its
/// operation. So any number of instances may take from one batch, and an item that was begun is never lost: if its
/// instance dies, the operation is recovered like any other.
/// </remarks>
internal sealed class BatchRunner(
    ConnectionPools pools,
    DurableOperations durable,
    ProcessOperation operation,
    ServiceDatabase database,
    IOptions<ImagesOptions> options,
    SchemaStartup schema,
    TimeProvider time,
    ILogger<BatchRunner> logger)
    : BackgroundService
{
    private const int ItemsAtATime = 200;

    /// <summary>How soon an idle instance sees a batch that another one took in.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    private static readonly DurableRunOptions OnBatchPool = new() { Workload = Workload.Batch };

    private readonly SemaphoreSlim _signal = new(0, 1);

    /// <summary>Says that there are new items.</summary>
    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is to look already.
        }
    }

    public override void Dispose()
    {
        _signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var items = await ReadAsync(stoppingToken);
            var begun = await RunAsync(items, stoppingToken);
            if (begun == 0)
            {
                await _signal.WaitAsync(PollInterval, stoppingToken);
            }
        }
    }

    private async Task<List<ImageRow>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var flow = Flow.Begin("batch items", Workload.Batch);
            var items = await pools.InReadSessionAsync(
                Workload.Batch,
                async (session, token) =>
                {
                    using var db = database.On(session);
                    return await db.PendingItemsAsync(ItemsAtATime, token);
                },
                cancellationToken);

            // Two instances that go through the same list in the same order would meet at every item.
            Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items));
            return items;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            Log.BatchesNotRead(logger, problem, PollInterval.TotalSeconds);
            return [];
        }
    }

    private async Task<int> RunAsync(List<ImageRow> items, CancellationToken cancellationToken)
    {
        var begun = 0;
        var bounds = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Value.BatchConcurrency,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(items, bounds, async (item, token) =>
        {
            if (await TryRunAsync(item, token))
            {
                Interlocked.Increment(ref begun);
            }
        });
        return begun;
    }

    /// <summary>Whether this instance was the one that began it.</summary>
    private async Task<bool> TryRunAsync(ImageRow item, CancellationToken cancellationToken)
    {
        try
        {
            using var flow = Flow.Begin("batch item", Workload.Batch);
            var run = await durable.RunOnceAsync(
                operation,
                async (session, token) =>
                {
                    using var db = database.On(session);
                    return await ImageStatements.TakeAsync(db, item.Id, time.NowUs(), token) == 1
                        ? Preparation.Continue(
                            new DurableStart<ProcessArgs>(ProcessArgs.Of(item)) { Id = item.OperationId })
                        : Preparation.Finish(Decision.Of(item));
                },
                OnBatchPool,
                cancellationToken);
            return run.Id != Guid.Empty;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            // The item is pending still, or its operation is on record: either way it is not lost.
            Log.ItemNotStarted(logger, problem, item.TaskId);
            return false;
        }
    }
}
