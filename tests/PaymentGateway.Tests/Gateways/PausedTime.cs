using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Simulators.PaymentGateway.Tests.Gateways;

/// <summary>A clock that stands still and tells when the gateway starts to wait on it.</summary>
internal sealed class PausedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>How long the gateway's next pause is, once it has begun.</summary>
    public async Task<TimeSpan> NextPauseAsync() =>
        await _pauses.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
