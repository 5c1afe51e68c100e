using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Staging;

/// <summary>How long one call may run: its own time-out, or what a stopping host leaves of it.</summary>
internal sealed class CallBound : IAsyncDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _stopping;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _stopGrace;
    private readonly long _beganAt;
    private volatile bool _isShortened;

    [SuppressMessage("Usage", "CA2213", Justification = "The registration is disposed without blocking.")]
    public CallBound(TimeSpan timeout, TimeSpan stopGrace, TimeProvider time, CancellationToken stopping)
    {
        _time = time;
        _timeout = timeout;
        _stopGrace = stopGrace;
        _beganAt = time.GetTimestamp();
        _source = new CancellationTokenSource(timeout, time);

        // A stopping host gives running calls a grace: cutting them off would make outcomes unknown.
        _stopping = stopping.UnsafeRegister(static state => ((CallBound)state!).Shorten(), this);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What a call that was cut off ended with; null for one that was not.</summary>
    public string? Reason => !_source.IsCancellationRequested ? null : _isShortened ? "stopping" : "timeout";

    public TimeSpan Timeout => _timeout;

    public async ValueTask DisposeAsync()
    {
        // First: stopping must not shorten what is disposed.
        await _stopping.DisposeAsync().ConfigureAwait(false);
        _source.Dispose();
    }

    // Only ever shorter: a call that is nearly at its time-out does not get the whole grace on top.
    private void Shorten()
    {
        if (_stopGrace < _timeout - _time.GetElapsedTime(_beganAt))
        {
            _isShortened = true;
            _source.CancelAfter(_stopGrace);
        }
    }
}
