using System.Globalization;
using Leasehold.Durable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>
/// What the program decides, part by part. Each part may be run again, by this process or by the next one, and does
/// then what is left of it.
/// </summary>
internal sealed class LabScript(
    DurableOperations operations, ConnectionPools pools, OtherSide otherSide, IServiceProvider services)
    : BackgroundService
{
    private const int RolledBack = 90;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Func<CancellationToken, Task>[] parts =
        [
            PauseAsync, AddHeldAsync, AddInSessionsAsync, AddInTransactionsAsync, AddInContextsAsync, RollBackAsync,
            AddHopelessAsync, CancelAsync, RunOwnAsync, WaitForWorkAsync, ResumeAsync, WaitForAllAsync, PurgeAsync,
        ];
        foreach (var part in parts)
        {
            while (!await IsDoneAsync(part, stoppingToken))
            {
                await Task.Delay(Between, stoppingToken);
            }
        }

        // The lab waits for it.
        Console.WriteLine("script is over");
    }

    private static async Task<bool> IsDoneAsync(Func<CancellationToken, Task> part, CancellationToken stopping)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        bound.CancelAfter(Bound);
        try
        {
            await part(bound.Token);
            return true;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // As a client would, it tries again.
            await Console.Error.WriteLineAsync($"{part.Method.Name}: {exception.GetType().Name} {exception.Message}");
            return false;
        }
    }

    private static Guid IdOf(int number)
        => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"00000000-0000-7000-8000-{number:x12}"));

    // Before there is one of the kind, so that none may be called until it goes on.
    private Task<bool> PauseAsync(CancellationToken token)
        => operations.PauseKindAsync(HeldOperation.Kind, "lab", token);

    private Task AddHeldAsync(CancellationToken token) => AddAsync<HeldOperation>(HeldOperation.Kind, 1, 3, token);

    private Task AddInSessionsAsync(CancellationToken token)
        => AddAsync<WorkOperation>(WorkOperation.Kind, 11, 4, token);

    private Task AddHopelessAsync(CancellationToken token)
        => AddAsync<HopelessOperation>(HopelessOperation.Kind, 51, 2, token);

    private async Task AddAsync<TOperation>(
        string kind, int first, int count, CancellationToken cancellationToken, TimeSpan delay = default)
        where TOperation : LabOperation
    {
        var operation = services.GetRequiredService<TOperation>();
        for (var number = first; number < first + count; number++)
        {
            var start = new DurableStart<int>(number) { Id = IdOf(number) };
            if (await IsThereAsync(start.Id, cancellationToken))
            {
                continue;
            }

            await pools.InSessionAsync(
                async (session, token) =>
                {
                    await LabJobs.ExecuteAsync(session, LabJobs.Insert(start.Id, kind), token);
                    await operations.AddAsync(session, operation, start, delay, token);
                },
                cancellationToken);
            operations.Wake();
        }
    }

    private async Task AddInTransactionsAsync(CancellationToken token)
    {
        for (var number = 21; number < 25; number++)
        {
            await AddInTransactionAsync(number, commits: true, token);
        }
    }

    private Task RollBackAsync(CancellationToken token) => AddInTransactionAsync(RolledBack, commits: false, token);

    private async Task AddInTransactionAsync(int number, bool commits, CancellationToken token)
    {
        var start = new DurableStart<int>(number) { Id = IdOf(number) };
        if (await IsThereAsync(start.Id, token))
        {
            return;
        }

        await using (var connection = await pools.Api.OpenConnectionAsync(token))
        await using (var transaction = await connection.BeginTransactionAsync(token))
        {
            await LabJobs.ExecuteAsync(connection, transaction, LabJobs.Insert(start.Id, WorkOperation.Kind), token);
            await operations.AddAsync(
                transaction, services.GetRequiredService<WorkOperation>(), start, default, token);
            if (commits)
            {
                await transaction.CommitAsync(token);
            }
        }

        operations.Wake();
    }

    private async Task AddInContextsAsync(CancellationToken token)
    {
        if (services.GetService<IDbContextFactory<LabContext>>() is not { } contexts)
        {
            return;
        }

        var operation = services.GetRequiredService<WorkOperation>();
        for (var number = 31; number < 35; number++)
        {
            var start = new DurableStart<int>(number) { Id = IdOf(number) };
            if (await IsThereAsync(start.Id, token))
            {
                continue;
            }

            await using (var context = await contexts.CreateDbContextAsync(token))
            await using (var transaction = await context.Database.BeginTransactionAsync(token))
            {
                await context.Database.ExecuteSqlRawAsync(LabJobs.Insert(start.Id, WorkOperation.Kind), token);
                await operations.AddAsync(transaction.GetDbTransaction(), operation, start, default, token);
                await transaction.CommitAsync(token);
            }

            operations.Wake();
        }
    }

    // Three that nobody may have called, and three that workers are after at this moment.
    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        await AddAsync<WorkOperation>(WorkOperation.Kind, 41, 3, cancellationToken, Later);
        await AddAsync<WorkOperation>(WorkOperation.Kind, 44, 3, cancellationToken);
        for (var number = 41; number < 47; number++)
        {
            var id = IdOf(number);
            await pools.InSessionAsync(
                async (session, token) =>
                {
                    if (await operations.CancelAsync(session, id, token))
                    {
                        await LabJobs.EndAsync(session, id, LabJobs.Cancelled, token);
                    }
                },
                cancellationToken);
        }
    }

    private async Task RunOwnAsync(CancellationToken cancellationToken)
    {
        var operation = services.GetRequiredService<OwnOperation>();
        for (var number = 61; number < 63; number++)
        {
            var start = new DurableStart<int>(number) { Id = IdOf(number) };
            if (!await IsThereAsync(start.Id, cancellationToken))
            {
                await operations.RunAsync(
                    operation,
                    async (session, token) =>
                    {
                        await LabJobs.ExecuteAsync(session, LabJobs.Insert(start.Id, OwnOperation.Kind), token);
                        return start;
                    },
                    new DurableRunOptions { WaitLimit = TimeSpan.FromSeconds(1) },
                    cancellationToken);
            }
        }
    }

    private Task WaitForWorkAsync(CancellationToken token)
        => NoneAsync($"kind IN ('{WorkOperation.Kind}', '{OwnOperation.Kind}') AND status = 'pending'", token);

    private async Task ResumeAsync(CancellationToken token)
    {
        otherSide.Note("resume");
        await operations.ResumeKindAsync(HeldOperation.Kind, token);
    }

    private Task WaitForAllAsync(CancellationToken token) => NoneAsync("status = 'pending'", token);

    private async Task PurgeAsync(CancellationToken token)
    {
        await operations.PurgeAsync(DurableState.Completed, cancellationToken: token);
        await operations.PurgeAsync(DurableState.Dead, cancellationToken: token);
        await operations.PurgeAsync(DurableState.Cancelled, cancellationToken: token);
    }

    private async Task<bool> IsThereAsync(Guid id, CancellationToken token)
        => await LabJobs.CountAsync(pools, $"id = '{id:D}'", token) > 0;

    private async Task NoneAsync(string where, CancellationToken token)
    {
        while (await LabJobs.CountAsync(pools, where, token) > 0)
        {
            await Task.Delay(Between, token);
        }
    }
}
