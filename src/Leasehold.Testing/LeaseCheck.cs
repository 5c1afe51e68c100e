namespace Leasehold.Testing;

/// <summary>
/// For tests: asserts that since it began no connection was held across an external call, and that none of those
/// leased since then is still held.
/// </summary>
/// <example>
/// <code>
/// var check = LeaseCheck.Begin(pools);
/// await client.PostAsync("/orders", order);
/// await check.AssertCleanAsync();
/// </code>
/// </example>
/// <remarks>
/// Thread-safe, and good under any test framework: it throws. Sees what all flows of these pools do meanwhile, so
/// tests that share pools and run side by side see each other.
/// </remarks>
public sealed class LeaseCheck
{
    /// <summary>An answer may reach its caller a moment before the request's last connection is back.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<ConnectionPools> _pools;
    private readonly HashSet<(ConnectionPool Pool, long Lease)> _heldBefore;
    private readonly HashSet<GuardReport> _calledBefore;

    private LeaseCheck(IReadOnlyList<ConnectionPools> pools)
    {
        _pools = pools;
        _heldBefore = [.. Held().Select(static held => (held.Pool, held.Holder.Lease))];
        _calledBefore = [.. Calls()];
    }

    /// <summary>Begins to look.</summary>
    /// <param name="pools">The pools, one per database.</param>
    /// <exception cref="InvalidOperationException">The guard of one of them is off, and would see nothing.</exception>
    public static LeaseCheck Begin(params IReadOnlyList<ConnectionPools> pools)
    {
        ArgumentNullException.ThrowIfNull(pools);
        if (pools.Any(static p => p.Guard.Mode == GuardMode.Off))
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
        var calls = Calls().Where(call => !_calledBefore.Contains(call)).ToList();
        var held = StillHeld();
        if (calls.Count > 0 || held.Count > 0)
        {
            throw new LeaseCheckException(calls, held);
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

    // A report tells how often, so that one more call makes it another one.
    private IEnumerable<GuardReport> Calls()
        => _pools.Select(static pools => pools.Guard).Distinct().SelectMany(static guard => guard.Reports);

    private IEnumerable<(ConnectionPool Pool, Holder Holder)> Held()
        => _pools.SelectMany(static pools => pools.All)
            .SelectMany(static pool => pool.Snapshot(int.MaxValue).Holders.Select(holder => (pool, holder)));

    private List<Holder> StillHeld()
        => [.. Held()
            .Where(held => !_heldBefore.Contains((held.Pool, held.Holder.Lease)))
            .Select(static held => held.Holder)];
}
