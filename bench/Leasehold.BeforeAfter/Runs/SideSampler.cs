using System.Diagnostics;
using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Load;

namespace Leasehold.BeforeAfter.Runs;

/// <summary>Looks at a side's pools ten times a second.</summary>
internal sealed class SideSampler : IAsyncDisposable
{
    private const int MaxMoments = 3_000;
    private const int Holders = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ConnectionPools _pools;
    private readonly Func<int> _sent;
    private readonly OutcomeTally _works;
    private readonly OutcomeTally _reads;
    private readonly ExternalApis _apis;
    private readonly SideRecording _recording;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SideMoment> _moments = [];
    private readonly Task _sampling;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private int _peakWaiting;
    private volatile SidePhase _phase;

    public SideSampler(
        ConnectionPools pools,
        Func<int> sent,
        OutcomeTally works,
        OutcomeTally reads,
        ExternalApis apis,
        SideRecording recording)
    {
        _pools = pools;
        _sent = sent;
        _works = works;
        _reads = reads;
        _apis = apis;
        _recording = recording;
        _sampling = SampleAsync();
    }

    public void Enter(SidePhase phase) => _phase = phase;

    /// <summary>Looks for the last time.</summary>
    public async Task<SideFigures> EndAsync()
    {
        await DisposeAsync();
        _phase = SidePhase.Ended;
        return Take().Figures;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sampling;
    }

    private async Task SampleAsync()
    {
        // Off the starter's thread, which goes on to build what is looked at.
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Take();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
    }

    private SideView Take()
    {
        var api = _pools.Api.Snapshot(Holders);
        var background = _pools.Background.Snapshot(0);
        var elapsed = Stopwatch.GetElapsedTime(_startedAt);
        if (_moments.Count < MaxMoments)
        {
            _moments.Add(new SideMoment(elapsed, api.InUse, api.Waiting, background.InUse, background.Waiting));
        }

        _peakWaiting = Math.Max(_peakWaiting, api.Waiting + background.Waiting);
        var view = new SideView(_phase, Figures(api, background, elapsed), [.. _moments], api.Holders);
        _recording.Latest = view;
        return view;
    }

    private SideFigures Figures(PoolSnapshot api, PoolSnapshot background, TimeSpan elapsed) => new()
    {
        Sent = _sent(),
        Works = _works.Read(),
        Reads = _reads.Read(),
        Seconds = elapsed.TotalSeconds,
        PeakApi = api.PeakInUse,
        PeakBackground = background.PeakInUse,
        PeakWaiting = _peakWaiting,
        Exhaustions = api.TimedOut + api.Refused + background.TimedOut + background.Refused,
        MeanHoldMs = MeanHoldMs(api, background),
        PeakCalls = _apis.Peak,
    };

    private static double MeanHoldMs(PoolSnapshot api, PoolSnapshot background)
    {
        var leases = api.Leased + background.Leased;
        var held = (api.MeanHold * api.Leased) + (background.MeanHold * background.Leased);
        return leases == 0 ? 0 : held.TotalMilliseconds / leases;
    }
}
