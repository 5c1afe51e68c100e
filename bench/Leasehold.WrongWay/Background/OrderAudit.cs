using Dapper;

namespace Leasehold.WrongWay.Background;

/// <summary>Work that is left running with the session of the one who left.</summary>
internal sealed class OrderAudit(ConnectionPools pools)
{
    public async Task PlaceAsync(long order, CancellationToken cancellationToken)
    {
        await using var session = await pools.BeginSessionAsync(cancellationToken: cancellationToken);
        _ = Task.Run( // planted: LH0005
            () => session.Connection.ExecuteAsync("INSERT INTO audit (id) VALUES (@order)", new { order }),
            CancellationToken.None);
        await session.CommitAsync();
    }

    public async Task CancelAsync(long order, CancellationToken cancellationToken)
    {
        await using var session = await pools.BeginSessionAsync(cancellationToken: cancellationToken);
        _ = NoteAsync(session, order); // planted: LH0005
        await session.CommitAsync();
    }

    private static Task NoteAsync(Session session, long order) => session.Connection.ExecuteAsync(
        "INSERT INTO audit (id) VALUES (@order)", new { order }, session.Transaction);
}
