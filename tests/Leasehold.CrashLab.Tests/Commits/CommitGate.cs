using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Commits;

/// <summary>Holds commits up inside the server, so that the line can be cut while one is on its way.</summary>
internal abstract class CommitGate(LabDatabase database) : IAsyncDisposable
{
    private DbConnection? _holding;

    private protected LabDatabase Database => database;

    /// <summary>Which sessions of the service stand in their COMMIT: a statement that gives their ids.</summary>
    private protected abstract string Waiting { get; }

    private protected abstract IReadOnlyList<string> Closing { get; }

    private protected abstract string Opening { get; }

    /// <summary>What the gate needs in the database, once the service has made its tables.</summary>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>From now on a commit waits.</summary>
    public async Task CloseAsync()
    {
        _holding = database.Connection();
        await _holding.OpenAsync();
        await ExecuteAsync(Closing);
    }

    /// <summary>Returns when one waits.</summary>
    public Task WaitAsync()
        => Pause.UntilAsync(
            async () => (await WaitingAsync()).Count > 0, "a commit is on its way", TimeSpan.FromSeconds(20));

    /// <summary>Ends those that wait: they are undone.</summary>
    public async Task UndoAsync()
    {
        var sessions = await WaitingAsync();
        foreach (var session in sessions)
        {
            await database.ExecuteAsync(Kill(session));
        }

        // Those, and not every one: what is tried again may stand before the gate already.
        await Pause.UntilAsync(
            async () => !(await WaitingAsync()).Intersect(sessions).Any(),
            "the commit is undone",
            TimeSpan.FromSeconds(20));
    }

    /// <summary>Those that wait take effect.</summary>
    public Task OpenAsync() => ExecuteAsync([Opening]);

    public async ValueTask DisposeAsync()
    {
        if (_holding is not null)
        {
            await _holding.DisposeAsync();
        }
    }

    private protected abstract string Kill(long session);

    private Task<IReadOnlyList<long>> WaitingAsync()
        => database.ReadAsync(
            Waiting,
            static row => Convert.ToInt64(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));

    [SuppressMessage("Security", "CA2100", Justification = "Constants of the two gates.")]
    private async Task ExecuteAsync(IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            await using var command = _holding!.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }
    }
}
