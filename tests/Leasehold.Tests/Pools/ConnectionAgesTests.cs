using Leasehold.Leases;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests.Pools;

public sealed class ConnectionAgesTests
{
    private const int Connections = 200;
    private static readonly TimeSpan Recycle = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _time = new();

    /// <summary>Opened at the same moment, they do not end at the same moment.</summary>
    [Fact]
    public void IsOver_OpenedTogether_EachAtAnAgeOfItsOwn()
    {
        var ages = New(Recycle);

        _time.Advance(Recycle * 0.89);
        Assert.Equal(0, CountOver(ages));
        Assert.False(ages.AnyIsOver(NowMs));

        _time.Advance(Recycle * 0.06);
        Assert.InRange(CountOver(ages), 1, Connections - 1);
        Assert.True(ages.AnyIsOver(NowMs));

        _time.Advance(Recycle * 0.06);
        Assert.Equal(Connections, CountOver(ages));
    }

    [Fact]
    public void Note_KnownAlready_DoesNotGrowYounger()
    {
        var ages = New(Recycle);
        _time.Advance(Recycle);

        ages.Note(1, NowMs);

        Assert.True(ages.IsOver(1, NowMs));
    }

    [Fact]
    public void Note_SameNumberAfterTheEndOfTheFirst_IsNew()
    {
        var ages = New(Recycle);
        _time.Advance(Recycle);
        ages.Remove(1);

        ages.Note(1, NowMs);

        Assert.False(ages.IsOver(1, NowMs));
    }

    [Fact]
    public void IsOver_NoRecycle_Never()
    {
        var ages = New(TimeSpan.Zero);

        _time.Advance(TimeSpan.FromDays(1000));

        Assert.False(ages.AnyIsOver(NowMs));
    }

    [Fact]
    public void Keep_SomeOfThem_ForgetsTheRest()
    {
        var ages = New(Recycle);

        ages.Keep([1, 2, 999]);

        Assert.Equal(2, ages.Count);
    }

    private long NowMs => (long)(_time.GetTimestamp() * (1000.0 / _time.TimestampFrequency));

    private int CountOver(ConnectionAges ages)
        => Enumerable.Range(1, Connections).Count(id => ages.IsOver(id, NowMs));

    private ConnectionAges New(TimeSpan recycle)
    {
        var ages = new ConnectionAges(recycle, 10);
        foreach (var id in Enumerable.Range(1, Connections))
        {
            ages.Note(id, NowMs);
        }

        return ages;
    }
}
