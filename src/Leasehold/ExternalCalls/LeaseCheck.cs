namespace Leasehold;

/// <summary>
/// For tests: asserts that since it began no connection was held across an external call, and that none of those
/// leased since then is still held.
/// </summary>
/// <example>
/// <code>
/// using var check = LeaseCheck.Begin(pools);
/// await client.PostAsync("/orders", order);
/// await check.AssertCleanAsync();
/// </code>
/// </example>
/// <remarks>
/// Thread-safe, and good under any test framework: it throws. Sees what all flows of these pools do meanwhile, so
/// tests that share pools and run side by side see each other.
/// </remarks>
public sealed class LeaseCheck : IDisposable
{
    private const int MaxCalls = 100;

    /// <summary>An answer may reach its caller a moment before the request's last connection is back.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<ConnectionPools> _pools;
    private readonly Dictionary<LeaseSlot, int> _heldBefore = [];

    // Guards the calls.
    private readonly Lock _lock = new();
    private readonly List<GuardReport> _calls = [];

    private LeaseCheck(IReadOnlyList<ConnectionPools> pools)
    {
        _pools = pools;
        foreach (var slot in HeldSlots())
        {
            _heldBefore[slot] = slot.Version;
        }

        foreach (var guard in Guards)
        {
            guard.Add(this);
        }
    }

    private IEnumerable<ExternalCallGuard> Guards => _pools.Select(static pools => pools.Guard).Distinct();

    /// <summary>Begins to look.</summary>
    /// <param name="pools">The pools, one per database.</param>
    /// <exception cref="InvalidOperationException">The guard of one of them is off, and would see nothing.</exception>
    public static LeaseCheck Begin(params IReadOnlyList<ConnectionPools> pools)
    {
        ArgumentNullException.ThrowIfNull(pools);
        if (pools.Any(static p => !p.Guard.IsOn))
        {
            throw new InvalidOperationException(
                "The guard is off, so a check would pass whatever happens: set Leasehold:Guard:Mode to Log or Throw.");
        }

        return new LeaseCheck(pools);
    }

    /// <summary>Asserts both now.</summary>
    /// <exception cref="LeaseCheckException">One was held across an external call, or still is held.</exception>
    public void AssertClean()
    {
        var held = StillHeld();
        lock (_lock)
        {
            if (_calls.Count > 0 || held.Count > 0)
            {
                throw new LeaseCheckException([.. _calls], held);
            }
        }
    }

    /// <summary>Asserts both, giving leases that are on their way back a moment.</summary>
    /// <param name="within">How long at the most; by default 2 seconds.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <exception cref="LeaseCheckException">One was held across an external call, or still is held.</exception>
    public async Task AssertCleanAsync(TimeSpan? within = null, CancellationToken cancellationToken = default)
    {
        var patience = within ?? DefaultPatience;
        var startedAt = TimeProvider.System.GetTimestamp();
        while (StillHeld().Count > 0 && TimeProvider.System.GetElapsedTime(startedAt) < patience)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        AssertClean();
    }

    /// <summary>Ends the looking; asserts nothing.</summary>
    public void Dispose()
    {
        foreach (var guard in Guards)
        {
            guard.Remove(this);
        }
    }

    internal void OnCall(GuardReport report)
    {
        lock (_lock)
        {
            if (_calls.Count < MaxCalls)
            {
                _calls.Add(report);
            }
        }
    }

    private IEnumerable<LeaseSlot> HeldSlots()
        => _pools.SelectMany(static pools => pools.All).SelectMany(static pool => pool.Slots)
            .Where(static slot => slot.IsHeld);

    private List<Holder> StillHeld()
        => [.. HeldSlots()
            .Where(slot => !_heldBefore.TryGetValue(slot, out var version) || version != slot.Version)
            .Select(static slot => Ledger.Describe(slot, slot.Pool, slot.Pool.Clock))];
}
