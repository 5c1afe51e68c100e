using System.Data.Common;
using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>Looks all through a run at what only shows while it lasts.</summary>
internal sealed class DecisionWatch : IAsyncDisposable
{
    private const string Pending = "SELECT id FROM lab_jobs WHERE status = 'pending'";

    private readonly LabDatabase _database;
    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<string> _violations = new(StringComparer.Ordinal);
    private readonly Task _watching;

    public DecisionWatch(LabDatabase database)
    {
        _database = database;
        _watching = Task.Run(WatchAsync);
    }

    public async Task<IEnumerable<string>> StopAsync()
    {
        await _over.CancelAsync();
        await _watching;
        return _violations;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (DbException)
            {
                // The journal is not there yet, or the file is locked for a moment: the next look will do.
            }

            await Pause.BetweenLooksAsync();
        }
    }

    private async Task LookAsync()
    {
        // Looked at three times, since it may end between two looks.
        var before = await IdsAsync(Pending);
        var alive = await IdsAsync("SELECT id FROM leasehold_operations");
        var after = await IdsAsync(Pending);
        foreach (var id in before.Where(id => after.Contains(id) && !alive.Contains(id)))
        {
            _violations.Add($"{id} is gone from the journal, and has not ended");
        }

        foreach (var (id, note) in await _database.ReadAsync(
            "SELECT id, note FROM leasehold_operations WHERE note IS NOT NULL",
            static row => (Id: row.GetValue(0).ToString()!, Note: row.GetString(1))))
        {
            if (id != note)
            {
                _violations.Add($"{id} has the progress of {note}");
            }
        }
    }

    private async Task<HashSet<string>> IdsAsync(string sql)
        => [.. await _database.ReadAsync(sql, static row => row.GetValue(0).ToString()!)];
}
