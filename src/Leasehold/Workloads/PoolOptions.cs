using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>One workload's pool, bound from <c>Leasehold:Pools:{name}</c> and validated at start-up.</summary>
/// <remarks>
/// Copied when the pools are built; a later change of the object has no effect. A change of the configuration does,
/// in Size, MaxOverflow, AcquireTimeout, FinishingTimeout, MaxWaiters, WarmUp, HoldBudget and OverflowIdleTimeout.
/// Durations are written hh:mm:ss.
/// </remarks>
public sealed class PoolOptions
{
    /// <summary>How many places a pool can grow to at run time, where it does not have more from the start.</summary>
    internal const int MaxGrown = 1000;

    /// <summary>Connections this workload is guaranteed and keeps open once opened.</summary>
    /// <value>Api 20, Background 10, Batch 5, Durable 2, others 10; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int Size { get; set; } = 10;

    /// <summary>Extra connections for bursts, borrowed from what the shared budget has left.</summary>
    /// <value>Api 20, Background 10, Batch 0, others 0; 0 to 10,000.</value>
    [Range(0, 10_000)]
    public int MaxOverflow { get; set; }

    /// <summary>Bounds waiting for a place and opening the connection, together.</summary>
    /// <value>Api 30 s, Background 60 s, Batch 300 s, others 30 s; 1 ms to 24 days.</value>
    [Duration("00:00:00.001", "24.00:00:00")]
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bounds the wait of the finishing lane, whose work is already accepted and must not be lost.</summary>
    /// <value>300 s; 1 s to 24 days, not below <see cref="AcquireTimeout"/>.</value>
    [Duration("00:00:01", "24.00:00:00")]
    public TimeSpan FinishingTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bounds one attempt to connect; an attempt gets this or what remains of the acquire time-out.</summary>
    /// <value>10 s; 1 s to 10 min. The drivers take whole seconds.</value>
    [Duration("00:00:01", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Requests that may wait at once; one more is refused immediately. The finishing lane is exempt.
    /// </summary>
    /// <value>10,000; 0 to 1,000,000. 0 refuses whenever no connection is free.</value>
    [Range(0, 1_000_000)]
    public int MaxWaiters { get; set; } = 10_000;

    /// <summary>
    /// Connections opened before the service is ready, and kept open: refilled in the background when fewer are.
    /// </summary>
    /// <value>0; 0 to <see cref="Size"/>, which counts them too.</value>
    [Range(0, 10_000)]
    public int WarmUp { get; set; }

    /// <summary>
    /// Age at which a connection is closed, ±10 % drawn for each so that they do not end together: in the background
    /// while it is idle, otherwise by the driver.
    /// </summary>
    /// <value>
    /// 1 h; 1 s to 24 h, or 0 for never. SQLite has none; through <c>Leasehold.AdoNet</c> and on MySQL behind a pooler
    /// only the driver closes, when the connection is leased or comes back.
    /// </value>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan Recycle { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Check a connection before handing it out.</summary>
    /// <value>On.</value>
    public bool PrePing { get; set; } = true;

    /// <summary>No check within this time of the connection's last success.</summary>
    /// <value>1 s; 0 to 1 h. 0 checks every time.</value>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan PrePingBypass { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Bounds one check; a connection that does not answer in it is thrown away.</summary>
    /// <value>2 s; 50 ms to 1 min.</value>
    [Duration("00:00:00.050", "00:01:00")]
    public TimeSpan PrePingTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What is undone when a connection goes back.</summary>
    /// <value><see cref="Leasehold.ResetOnReturn.Full"/>.</value>
    public ResetOnReturn ResetOnReturn { get; set; }

    /// <summary>A lease held longer is reported once, with its holder, and once more when it comes back.</summary>
    /// <value>Api 1 s, Background and Durable 30 s, Batch and others off; 0 (off) to 24 h.</value>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan HoldBudget { get; set; }

    /// <summary>How long an idle overflow connection is kept before it is really closed.</summary>
    /// <value>5 s; 100 ms to 10 min.</value>
    [Duration("00:00:00.100", "00:10:00")]
    public TimeSpan OverflowIdleTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>PostgreSQL ends a session idle in a transaction for longer: the server's own enforcement.</summary>
    /// <value>0 (the server's setting stays); 1 ms to 24 h.</value>
    [Duration("00:00:00", "1.00:00:00")]
    public TimeSpan IdleInTransactionTimeout { get; set; }

    /// <summary>The defaults of a workload.</summary>
    /// <param name="workload">The workload; its name decides.</param>
    public static PoolOptions For(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return workload.Name.ToUpperInvariant() switch
        {
            "API" => new() { Size = 20, MaxOverflow = 20, HoldBudget = TimeSpan.FromSeconds(1) },
            "BACKGROUND" => new()
            {
                Size = 10,
                MaxOverflow = 10,
                AcquireTimeout = TimeSpan.FromSeconds(60),
                HoldBudget = TimeSpan.FromSeconds(30),
            },
            "BATCH" => new() { Size = 5, AcquireTimeout = TimeSpan.FromSeconds(300) },

            // What durable operations keep for the upkeep of their journal.
            "DURABLE" => new() { Size = 2, HoldBudget = TimeSpan.FromSeconds(30) },
            _ => new(),
        };
    }

    /// <summary>These, with what of the others can be changed at run time.</summary>
    internal PoolOptions With(PoolOptions next)
    {
        var copy = Copy();
        copy.Size = next.Size;
        copy.MaxOverflow = next.MaxOverflow;
        copy.AcquireTimeout = next.AcquireTimeout;
        copy.FinishingTimeout = next.FinishingTimeout;
        copy.MaxWaiters = next.MaxWaiters;
        copy.WarmUp = next.WarmUp;
        copy.HoldBudget = next.HoldBudget;
        copy.OverflowIdleTimeout = next.OverflowIdleTimeout;
        return copy;
    }

    internal PoolOptions Copy() => (PoolOptions)MemberwiseClone();
}
