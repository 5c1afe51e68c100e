using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.BeforeAfter.Serving;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Data.Sqlite;

namespace Leasehold.Demo.Page.Playing;

/// <summary>Plays one function at a time, both sides at once, each on a SQLite file of its own.</summary>
/// <remarks>Thread-safe. All pages look at the same play.</remarks>
internal sealed class Player(PageOptions options, ILogger<Player> logger) : IAsyncDisposable
{
    // Guards the fields below.
    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    /// <summary>The latest play; null before the first.</summary>
    public Play? Current { get; private set; }

    /// <summary>Starts one, unless another runs.</summary>
    public void Start(FunctionPlan plan)
    {
        lock (_lock)
        {
            if (!_running.IsCompleted)
            {
                return;
            }

            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            var play = new Play(plan, options.PlayTime);
            Current = play;
            var token = _stop.Token;
            _running = Task.Run(() => RunAsync(play, token), CancellationToken.None);
        }
    }

    /// <summary>Breaks the running one off.</summary>
    public async Task StopAsync()
    {
        Task running;
        lock (_lock)
        {
            _stop?.Cancel();
            running = _running;
        }

        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop?.Dispose();
    }

    private async Task RunAsync(Play play, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Data, "before-after", Guid.NewGuid().ToString("n"));
        try
        {
            Directory.CreateDirectory(folder);
            await Task.WhenAll(
                SideRun.RunAsync(
                    SideStyle.WrongWay, play.Plan, DatabaseOf(folder, "wrong-way"), play.Duration, play.WrongWay,
                    cancellationToken),
                SideRun.RunAsync(
                    SideStyle.Staged, play.Plan, DatabaseOf(folder, "staged"), play.Duration, play.Staged,
                    cancellationToken));
            play.State = cancellationToken.IsCancellationRequested ? PlayState.Stopped : PlayState.Finished;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            play.State = PlayState.Stopped;
        }
        catch (Exception problem)
        {
            // The page lives on and says so; the next play may do better.
            Log.PlayFailed(logger, problem, play.Plan.Function);
            play.State = PlayState.Failed;
        }
        finally
        {
            Remove(folder);
        }
    }

    private static DatabaseSettings DatabaseOf(string folder, string name) => new(
        DatabaseKind.Sqlite,
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, $"{name}.db") }.ConnectionString);

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A few kilobytes stay in the data folder.
        }
    }
}
