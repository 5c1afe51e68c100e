using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.BeforeAfter.Serving;

namespace Leasehold.Demo.Tests.Functions;

/// <summary>What the five functions come to under load.</summary>
public sealed class SideRunTests(PlayedFunctions played) : IClassFixture<PlayedFunctions>
{
    public static TheoryData<GuideFunction> Functions => [.. Enum.GetValues<GuideFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void WrongWay_UnderLoad_ExhaustsTheApiPool(GuideFunction function)
    {
        var figures = played.Of(SideStyle.WrongWay, function);

        Assert.Equal(FunctionPlan.ApiConnections, figures.PeakApi);
        Assert.True(figures.Exhaustions > 0, $"{figures}");
        Assert.True(figures.Works.Exhausted > 0, $"{figures}");
        Assert.True(figures.PeakWaiting > 0, $"{figures}");
        Assert.Equal(0, figures.PeakBackground);
        Assert.True(figures.MeanHoldMs > played.Of(SideStyle.Staged, function).MeanHoldMs, $"{figures}");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Staged_UnderTheSameLoad_DoesAllOfIt(GuideFunction function)
    {
        var figures = played.Of(SideStyle.Staged, function);

        Assert.Equal(figures.Sent, figures.Works.Completed);
        Assert.Equal(0, figures.Works.Failures);
        Assert.Equal(0, figures.Reads.Failures);
        Assert.Equal(0, figures.Exhaustions);
        Assert.Equal(FunctionPlans.Of(function).IsTask, figures.PeakBackground > 0);
    }

    [Fact]
    public async Task Run_WhenCancelled_EndsAndReturnsWhatItHas()
    {
        using var database = new TemporaryDatabase();
        using var stop = new CancellationTokenSource();
        var recording = new SideRecording();

        var run = SideRun.RunAsync(
            SideStyle.WrongWay,
            FunctionPlans.Of(GuideFunction.Clip),
            database.Settings,
            TimeSpan.FromMinutes(10),
            recording,
            stop.Token);
        using (var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50)))
        {
            while (recording.Latest.Figures.Sent == 0 && !run.IsCompleted)
            {
                await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        await stop.CancelAsync();
        var figures = await run;
        Assert.True(figures.Seconds < 60, $"{figures}");
        Assert.Equal(SidePhase.Ended, recording.Latest.Phase);
    }
}
