using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.BeforeAfter.Serving;

namespace Leasehold.Demo.Tests.Functions;

/// <summary>All functions, both sides of each, loaded for a moment, all beside each other.</summary>
public sealed class PlayedFunctions : IAsyncLifetime
{
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(2.5);

    private readonly Dictionary<(SideStyle Style, GuideFunction Function), SideFigures> _figures = [];

    public SideFigures Of(SideStyle style, GuideFunction function) => _figures[(style, function)];

    public async ValueTask InitializeAsync()
    {
        var sides = Enum.GetValues<GuideFunction>()
            .SelectMany(static function => Enum.GetValues<SideStyle>().Select(style => (style, function)))
            .ToList();
        var figures = await Task.WhenAll(sides.Select(static side => RunAsync(side.style, side.function)));
        foreach (var (side, result) in sides.Zip(figures))
        {
            _figures[side] = result;
        }
    }

    public ValueTask DisposeAsync() => default;

    private static async Task<SideFigures> RunAsync(SideStyle style, GuideFunction function)
    {
        using var database = new TemporaryDatabase();

        // The wrong way runs dry within the short load; what the staged side promises does not hang on this machine
        // being quick just now.
        var plan = FunctionPlans.Of(function);
        plan = plan with
        {
            RealAcquireTimeout = plan.TimeFactor * TimeSpan.FromSeconds(style == SideStyle.WrongWay ? 0.2 : 15),
        };
        return await SideRun.RunAsync(
            style, plan, database.Settings, Load, new SideRecording(), CancellationToken.None);
    }
}
