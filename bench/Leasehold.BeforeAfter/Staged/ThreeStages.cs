using Leasehold.BeforeAfter.Works;

namespace Leasehold.BeforeAfter.Staged;

/// <summary>Database, then the call with no connection, then the database again.</summary>
internal sealed class ThreeStages(StagedOperations staged)
{
    /// <summary>Runs are stopped by hand; a call that is under way then is not waited for.</summary>
    private static readonly StagedOptions Bounds = new() { StopGrace = TimeSpan.FromMilliseconds(100) };

    /// <summary>Runs one; the workload of both sessions is that of the flow it runs in.</summary>
    /// <param name="prepare">Stage 1.</param>
    /// <param name="work">The row.</param>
    /// <param name="call">Stage 2; its reply is saved in the row.</param>
    /// <param name="cancellationToken">Cancels stage 1 only.</param>
    public Task RunAsync(
        Func<Session, Work, Task> prepare,
        Work work,
        Func<Work, CancellationToken, Task<string>> call,
        CancellationToken cancellationToken)
        => staged.RunAsync<Work, string, bool>(
            prepare: async (session, _) =>
            {
                await prepare(session, work);
                return work;
            },
            call: async (begun, token) => await call(begun, token),
            save: async (session, begun, result, _) =>
            {
                await WorkTable.CompleteAsync(session.Connection, begun, result, session.Transaction);
                return true;
            },
            declined: async (session, begun, _, _) =>
            {
                await WorkTable.FailAsync(session.Connection, begun, session.Transaction);
                return false;
            },
            options: Bounds,
            cancellationToken: cancellationToken);

    /// <summary>Stage 1 of a request: the row, committed before the call.</summary>
    public static Task Insert(Session session, Work work)
        => WorkTable.InsertAsync(session.Connection, work, session.Transaction);

    /// <summary>Stage 1 of a task, whose row is there since it was accepted.</summary>
    public static Task Begin(Session session, Work work)
        => WorkTable.BeginAsync(session.Connection, work, session.Transaction);
}
