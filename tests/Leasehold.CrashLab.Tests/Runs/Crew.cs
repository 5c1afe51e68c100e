using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Purchases;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>The instances of one run, as far as its clients see them: one serves, replaced when it has died.</summary>
internal sealed class Crew : IAsyncDisposable
{
    private readonly Bench _bench;
    private readonly List<PaymentInstance> _hired = [];
    private readonly string[] _settings;
    private PaymentClient _client;

    private Crew(Bench bench, PaymentInstance first, string[] settings)
    {
        _bench = bench;
        _settings = settings;
        First = first;
        Serving = first;
        _hired.Add(first);
        _client = new PaymentClient(first.Address);
        AttendedSince = TimeProvider.System.GetTimestamp();
    }

    /// <summary>The one with the fault.</summary>
    public PaymentInstance First { get; }

    public PaymentInstance Serving { get; private set; }

    public PaymentClient Client => _client;

    /// <summary>Since when an instance has been there without a gap, as a timestamp.</summary>
    public long AttendedSince { get; private set; }

    public static async Task<Crew> StartAsync(Bench bench, IReadOnlyList<FaultPlan> faults, string[] settings)
        => new(bench, await bench.StartAsync(faults, settings), settings);

    /// <summary>Sees to it that somebody serves.</summary>
    public async Task EnsureServedAsync()
    {
        if (!Serving.HasExited)
        {
            return;
        }

        if (_bench.Standby is { } standby)
        {
            Serving = standby;
        }
        else
        {
            Serving = await _bench.StartAsync(null, _settings);
            _hired.Add(Serving);
            AttendedSince = TimeProvider.System.GetTimestamp();
        }

        _client.Dispose();
        _client = new PaymentClient(Serving.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var instance in _hired)
        {
            await instance.DisposeAsync();
        }
    }
}
