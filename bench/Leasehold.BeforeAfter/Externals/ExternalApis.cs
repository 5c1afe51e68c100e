using System.Collections.Concurrent;
using System.Diagnostics;
using Leasehold.BeforeAfter.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.BeforeAfter.Externals;

/// <summary>The render API, the song API, the lyric API and blob storage: slow, on loopback, over real HTTP.</summary>
/// <remarks>Thread-safe. One per side, so that each side's calls are counted apart.</remarks>
internal sealed class ExternalApis : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CallTimes _times;
    private readonly ConcurrentDictionary<string, long> _songs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _firstCall = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _working;
    private int _peak;

    private ExternalApis(CallTimes times)
    {
        _times = times;
        _app = LoopbackHost.CreateBuilder().Build();
        _app.UseRouting();
        _app.MapPost("/render", async (CancellationToken aborted)
            => Results.Json(new Produced(await WorkAsync("videos", _times.Render, aborted))));
        _app.MapPost("/verses", async (CancellationToken aborted)
            => Results.Json(new Produced(await WorkAsync("verses", _times.Verse, aborted))));
        _app.MapPut("/blobs/{name}", StoreAsync);
        _app.MapPost("/songs", Order);
        _app.MapGet("/songs/{id}", (string id) => new SongState(IsReady(id)));
    }

    /// <summary>Where they listen.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Completes when the first piece of work begins.</summary>
    public Task FirstCall => _firstCall.Task;

    /// <summary>The most pieces of work under way at once.</summary>
    public int Peak => Volatile.Read(ref _peak);

    public static async Task<ExternalApis> StartAsync(CallTimes times, CancellationToken cancellationToken)
    {
        var apis = new ExternalApis(times);
        await apis._app.StartAsync(cancellationToken);
        return apis;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> StoreAsync(string name, HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await WorkAsync("blobs", _times.Store, context.RequestAborted);
        return Results.Json(new Produced($"/blobs/{name}"));
    }

    private SongOrder Order()
    {
        var id = Guid.NewGuid().ToString("n");
        _songs[id] = Stopwatch.GetTimestamp();
        Begin();
        return new SongOrder(id);
    }

    private bool IsReady(string id)
    {
        if (!_songs.TryGetValue(id, out var orderedAt))
        {
            return true;
        }

        var isReady = Stopwatch.GetElapsedTime(orderedAt) >= _times.Song;
        if (isReady && _songs.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _working);
        }

        return isReady;
    }

    private async Task<string> WorkAsync(string kind, TimeSpan time, CancellationToken cancellationToken)
    {
        Begin();
        try
        {
            await Task.Delay(time, cancellationToken);
            return $"/{kind}/{Guid.NewGuid():n}";
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    private void Begin()
    {
        var working = Interlocked.Increment(ref _working);
        for (var peak = Peak; working > peak; peak = Peak)
        {
            Interlocked.CompareExchange(ref _peak, working, peak);
        }

        _firstCall.TrySetResult();
    }
}
