using System.Data.Common;

namespace Leasehold.Cli.Tests.Doctoring;

/// <summary>Pays, and forgets its transaction over something else: everybody after it waits for the same row.</summary>
internal sealed class Checkout(ConnectionPools pools)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => _done.TrySetResult();

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var lease = await pools.Batch.LeaseAsync(cancellationToken);
        await ExecuteAsync(lease.Connection, "CREATE TABLE accounts (id INT, balance INT)", cancellationToken);
        await ExecuteAsync(lease.Connection, "INSERT INTO accounts VALUES (1, 0)", cancellationToken);
    }

    public Task PayAsync(CancellationToken cancellationToken)
        => pools.InSessionAsync(
            async (session, token) =>
            {
                await ExecuteAsync(session.Connection, "UPDATE accounts SET balance = balance + 1 WHERE id = 1", token);
                await _done.Task.WaitAsync(token);
            },
            cancellationToken);

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
