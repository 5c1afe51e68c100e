using System.Threading.Channels;
using Dapper;

namespace Leasehold.WrongWay.Waiting;

/// <summary>Waiting for time, for a turn or for work, with a connection in hand.</summary>
internal sealed class PatientImport(ConnectionPools pools, ChannelReader<string> lines, SemaphoreSlim turn)
{
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        await using var lease = await pools.Batch.LeaseAsync(cancellationToken);
        while (await lease.Connection.ExecuteAsync("UPDATE imports SET taken = 1 WHERE taken = 0") == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken); // planted: LH0006
        }
    }

    public async Task InTurnAsync(CancellationToken cancellationToken)
    {
        await using var session = await pools.BeginSessionAsync(cancellationToken: cancellationToken);
        await turn.WaitAsync(cancellationToken); // planted: LH0006
        try
        {
            await session.Connection.ExecuteAsync("DELETE FROM imports", transaction: session.Transaction);
            await session.CommitAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        await using var connection = await pools.Batch.OpenConnectionAsync(cancellationToken);
        var line = await lines.ReadAsync(cancellationToken); // planted: LH0006
        await connection.ExecuteAsync("INSERT INTO imports (line) VALUES (@line)", new { line });
    }
}
