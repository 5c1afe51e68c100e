using Leasehold.Scenarios.Soak.Applications;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Callers;

/// <summary>EF Core contexts, where the application has them.</summary>
internal static class ContextDoings
{
    private const int FewRows = 3;

    public static Task QueryAsync(Turn turn) => WithContextAsync(
        turn, context => context.Notes.Where(note => note.Id <= 10).ToListAsync(turn.Token));

    public static Task SaveAsync(Turn turn) => WithContextAsync(turn, async context =>
    {
        var id = turn.Note;
        var note = await context.Notes.SingleAsync(note => note.Id == id, turn.Token);
        note.Body = "saved";
        await context.SaveChangesAsync(turn.Token);
    });

    public static Task OpenedAsync(Turn turn) => WithContextAsync(turn, async context =>
    {
        await turn.WaitAsync(
            "OpenConnectionAsync of a context",
            async () =>
            {
                await context.Database.OpenConnectionAsync(turn.Token);
                return true;
            });
        await turn.LookForMarkAsync(context.Database.GetDbConnection());
        if (turn.Random.Next(2) == 0)
        {
            await context.Database.CloseConnectionAsync();
        }
    });

    public static Task HalfReadAsync(Turn turn) => turn.CancellingAsync(() => WithContextAsync(turn, async context =>
    {
        var rows = 0;
        await foreach (var _ in context.Notes.AsNoTracking().AsAsyncEnumerable().WithCancellation(turn.Token))
        {
            if (++rows == FewRows)
            {
                break;
            }
        }
    }));

    public static Task LeaveTransactionAsync(Turn turn) => WithContextAsync(turn, async context =>
    {
        // LH0004: the context is disposed with it open, as callers do.
#pragma warning disable LH0004
        await context.Database.BeginTransactionAsync(turn.Token);
#pragma warning restore LH0004
        var id = turn.Note;
        await context.Notes.Where(note => note.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(note => note.Count, note => note.Count + 1), turn.Token);
    });

    public static Task MessAsync(Turn turn) => WithContextAsync(turn, async context =>
    {
        await context.Database.OpenConnectionAsync(turn.Token);
        await turn.LeaveMessAsync(context.Database.GetDbConnection());
    });

    public static Task InSessionAsync(Turn turn)
        => turn.Application.SessionContexts?.InSessionAsync(
            turn.Pool.Workload,
            async (context, token) =>
            {
                var id = turn.Note;
                var note = await context.Notes.SingleAsync(note => note.Id == id, token);
                note.Body = "in a session";
                await context.SaveChangesAsync(token);
                return true;
            },
            turn.Token) ?? Task.CompletedTask;

    private static async Task WithContextAsync(Turn turn, Func<NotesContext, Task> work)
    {
        if (turn.Application.Contexts is not { } contexts)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(turn.Token);
        await work(context);
    }
}
