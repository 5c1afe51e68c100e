using System.Data.Common;
using Leasehold.Scenarios.Soak.Applications;

namespace Leasehold.Scenarios.Soak.Callers;

// LH0004: readers that stay open when their connection goes back are what is tried.
#pragma warning disable LH0004

/// <summary>Leases, bare connections and commands of a pool; some leave something behind.</summary>
internal static class ConnectionDoings
{
    private const int FewRows = 3;

    public static async Task LeaseAsync(Turn turn)
    {
        var lease = await LeasedAsync(turn);
        try
        {
            await turn.LookForMarkAsync(lease.Connection);
        }
        finally
        {
            if (turn.Random.Next(4) == 0)
            {
                lease.Dispose();
            }
            else
            {
                await lease.DisposeAsync();
            }
        }
    }

    public static async Task NothingAsync(Turn turn)
    {
        await using var lease = await LeasedAsync(turn);
    }

    public static async Task BareAsync(Turn turn)
    {
        await using var connection = await turn.WaitAsync(
            "OpenConnectionAsync", () => turn.Pool.OpenConnectionAsync(turn.Token));
        await turn.LookForMarkAsync(connection);
        await connection.CloseAsync();
        if (turn.Random.Next(3) == 0)
        {
            await connection.OpenAsync(turn.Token);
            await using var transaction = await connection.BeginTransactionAsync(turn.Token);
            await SoakSql.UpdateAsync(connection, transaction, turn.Note, turn.Token);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    public static async Task CommandAsync(Turn turn)
    {
        await using var command = turn.Pool.CreateCommand(turn.Application.Database.ReadMark);
        turn.Look(await turn.WaitAsync(
            "a command of the pool", async () => await command.ExecuteScalarAsync(turn.Token)));
    }

    public static Task HalfReadByCommandAsync(Turn turn) => turn.CancellingAsync(async () =>
    {
        await using var command = turn.Pool.CreateCommand(turn.Application.Database.Endless);
        await using var reader = await command.ExecuteReaderAsync(turn.Token);
        await ReadFewAsync(reader, turn);
    });

    public static Task HalfReadOnLeaseAsync(Turn turn) => turn.CancellingAsync(async () =>
    {
        await using var lease = await LeasedAsync(turn);
        var command = lease.Connection.CreateCommand();
        command.CommandText = turn.Application.Database.Endless;
        var reader = await command.ExecuteReaderAsync(turn.Token);
        await ReadFewAsync(reader, turn);
    });

    public static Task HalfReadOnBareAsync(Turn turn) => turn.CancellingAsync(async () =>
    {
        await using var connection = await turn.WaitAsync(
            "OpenConnectionAsync", () => turn.Pool.OpenConnectionAsync(turn.Token));
        var command = connection.CreateCommand();
        command.CommandText = turn.Application.Database.Endless;
        var reader = await command.ExecuteReaderAsync(turn.Token);
        await ReadFewAsync(reader, turn);
    });

    public static async Task DiscardAsync(Turn turn)
    {
        await using var lease = await LeasedAsync(turn);
        await turn.LeaveMessAsync(lease.Connection);
        lease.Discard();
    }

    public static async Task MessOnLeaseAsync(Turn turn)
    {
        await using var lease = await LeasedAsync(turn);
        await turn.LeaveMessAsync(lease.Connection);
    }

    public static async Task MessOnBareAsync(Turn turn)
    {
        await using var connection = await turn.WaitAsync(
            "OpenConnectionAsync", () => turn.Pool.OpenConnectionAsync(turn.Token));
        await turn.LeaveMessAsync(connection);
    }

    private static ValueTask<ConnectionLease> LeasedAsync(Turn turn)
        => turn.WaitAsync("LeaseAsync", () => turn.Pool.LeaseAsync(turn.Token));

    private static async Task ReadFewAsync(DbDataReader reader, Turn turn)
    {
        for (var row = 0; row < FewRows; row++)
        {
            await reader.ReadAsync(turn.Token);
        }
    }
}
