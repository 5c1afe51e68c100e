using Leasehold.Scenarios.Soak.Applications;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Faults;

// LH0004: losing them is the point. LH0006: and here keeping them.
#pragma warning disable LH0004, LH0006

/// <summary>Holders that are dropped without disposal, for the collector to find.</summary>
internal static class Losses
{
    public static async Task LeaseAsync(SoakApplication application)
    {
        var lease = await application.Pools.Api.LeaseAsync();
        await SoakSql.ExecuteAsync(lease.Connection, application.Database.LeaveMark, CancellationToken.None);
    }

    public static async Task BareAsync(SoakApplication application)
    {
        var connection = await application.Pools.Background.OpenConnectionAsync();
        await SoakSql.ExecuteAsync(connection, application.Database.LeaveMark, CancellationToken.None);
    }

    public static async Task ReaderAsync(SoakApplication application)
    {
        var command = application.Pools.Api.CreateCommand(application.Database.Endless);
        var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
    }

    public static async Task ContextAsync(SoakApplication application)
    {
        if (application.Contexts is { } contexts)
        {
            var rows = (await contexts.CreateDbContextAsync()).Notes.AsAsyncEnumerable().GetAsyncEnumerator();
            await rows.MoveNextAsync();
        }
    }

    /// <summary>Another process has the file for a while.</summary>
    public static async Task HoldFileAsync(SoakApplication application, TimeSpan spell)
    {
        await using var connection = application.Database.Outside(application.ConnectionString);
        await connection.OpenAsync();
        await SoakSql.ExecuteAsync(connection, application.Database.Begin, CancellationToken.None);
        application.Clearings.Note(); // its own connection counts too
        await Task.Delay(spell);
        await SoakSql.ExecuteAsync(connection, "ROLLBACK", CancellationToken.None);
    }
}
