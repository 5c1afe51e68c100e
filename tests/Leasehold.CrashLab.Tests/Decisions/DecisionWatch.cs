using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Runs;

namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>Looks all through a run at what only shows while it lasts.</summary>
internal sealed class DecisionWatch : IAsyncDisposable
{
    private const string Pending = "SELECT id FROM lab_jobs WHERE status = 'pending'";

    private readonly LabDatabase _database;
    private readonly HashSet<string> _violations = new(StringComparer.Ordinal);
    private readonly Looking _looking;

    public DecisionWatch(LabDatabase database)
    {
        _database = database;
        _looking = new Looking(LookAsync);
    }

    public async Task<IEnumerable<string>> StopAsync()
    {
        await _looking.StopAsync();
        return _violations;
    }

    public ValueTask DisposeAsync() => _looking.DisposeAsync();

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
