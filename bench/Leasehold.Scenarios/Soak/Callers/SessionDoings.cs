using System.Transactions;
using Leasehold.Durable;
using Leasehold.Scenarios.Soak.Applications;
using Leasehold.Scenarios.Soak.Watching;

namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>Sessions, stages, durable operations and ambient transactions.</summary>
internal static class SessionDoings
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(5);

    public static Task WriteAsync(Turn turn)
    {
        var fails = turn.Random.Next(5) == 0;
        return turn.Application.Pools.InSessionAsync(
            new SessionOptions { Workload = turn.Pool.Workload, MaxRetries = 2 },
            async (session, token) =>
            {
                await SoakSql.UpdateAsync(session.Connection, session.Transaction, turn.Note, token);
                if (fails)
                {
                    throw new ChangedMindException();
                }
            },
            turn.Token);
    }

    public static Task ReadAsync(Turn turn)
        => turn.Application.Pools.InReadSessionAsync(
            turn.Pool.Workload,
            (session, _) => turn.LookForMarkAsync(session.Connection, session.Transaction),
            turn.Token);

    public static async Task BegunAsync(Turn turn)
    {
        await using var session = await turn.WaitAsync(
            "BeginSessionAsync",
            () => turn.Application.Pools.BeginSessionAsync(turn.Pool.Workload, turn.Token));
        await SoakSql.UpdateAsync(session.Connection, session.Transaction, turn.Note, turn.Token);
        if (turn.Random.Next(2) == 0)
        {
            await session.CommitAsync();
        }
    }

    public static async Task ScopeAsync(Turn turn)
    {
        if (!turn.Application.Database.EnlistsInScopes)
        {
            return;
        }

        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        for (var times = turn.Random.Next(3); times >= 0; times--)
        {
            await using var connection = await turn.WaitAsync(
                "OpenConnectionAsync in a scope", () => turn.Pool.OpenConnectionAsync(turn.Token));
            await SoakSql.UpdateAsync(connection, null, turn.Note, turn.Token);
        }

        if (turn.Random.Next(2) == 0)
        {
            scope.Complete();
        }
    }

    public static Task StageAsync(Turn turn)
        => turn.Application.Staged.RunAsync(
            async (session, token) =>
            {
                var note = turn.Note;
                await SoakSql.UpdateAsync(session.Connection, session.Transaction, note, token);
                return note;
            },
            async (note, token) =>
            {
                await Task.Delay(turn.Random.Next(10), token);
                return turn.Random.Next(10) == 0 ? throw new ChangedMindException() : note;
            },
            async (session, note, _, token) =>
            {
                await SoakSql.UpdateAsync(session.Connection, session.Transaction, note, token);
                return true;
            },
            options: new StagedOptions { Workload = turn.Pool.Workload, SaveTimeout = TimeSpan.FromSeconds(10) },
            cancellationToken: turn.Token);

    public static Task DurableAsync(Turn turn)
        => turn.Application.Durable.RunAsync(
            turn.Application.Operation,
            async (session, token) =>
            {
                var note = turn.Note;
                await SoakSql.UpdateAsync(session.Connection, session.Transaction, note, token);
                return new DurableStart<int>(note);
            },
            new DurableRunOptions { WaitLimit = WaitLimit },
            turn.Token);
}
