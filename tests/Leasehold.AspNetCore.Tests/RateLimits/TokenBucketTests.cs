using Microsoft.Extensions.Time.Testing;

namespace Leasehold.AspNetCore.Tests;

public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_AfterARest_GivesTheBurstAndNoMore()
    {
        var bucket = Bucket(perSecond: 10, burst: 3);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(3, TakeAll(bucket));
    }

    [Fact]
    public void TryTake_Empty_SaysWhenThereWillBeOne()
    {
        var bucket = Bucket(perSecond: 4, burst: 1);
        TakeAll(bucket);

        Assert.False(bucket.TryTake(out var wait));
        Assert.Equal(TimeSpan.FromSeconds(0.25), wait);
        _time.Advance(wait);
        Assert.True(bucket.TryTake(out _));
    }

    [Fact]
    public void TryTake_OverALongTime_KeepsUpTheRate()
    {
        var bucket = Bucket(perSecond: 5, burst: 5);
        var taken = TakeAll(bucket);
        for (var step = 0; step < 100; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            taken += TakeAll(bucket);
        }

        Assert.InRange(taken, 54, 55);
    }

    private static int TakeAll(TokenBucket bucket)
    {
        var taken = 0;
        while (bucket.TryTake(out _))
        {
            taken++;
        }

        return taken;
    }

    private TokenBucket Bucket(int perSecond, int burst)
        => new(new RateLimitOptions { PerSecond = perSecond, Burst = burst }, _time);
}
