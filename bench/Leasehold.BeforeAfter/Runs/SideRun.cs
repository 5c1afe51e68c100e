using Leasehold.BeforeAfter.Externals;
using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Load;
using Leasehold.BeforeAfter.Serving;
using Leasehold.BeforeAfter.Works;
using Leasehold.ServiceDefaults.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.BeforeAfter.Runs;

/// <summary>One side under load: started, loaded, drained, stopped.</summary>
public static class SideRun
{
    /// <summary>Above any call of a plan; past it what is still open counts as lost.</summary>
    private static readonly TimeSpan DrainBound = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs one side to its end.</summary>
    /// <param name="style">Which side.</param>
    /// <param name="plan">The function.</param>
    /// <param name="database">An empty database of its own.</param>
    /// <param name="duration">How long load arrives.</param>
    /// <param name="recording">Where it can be watched.</param>
    /// <param name="cancellationToken">Breaks it off; the figures until then are returned.</param>
    public static async Task<SideFigures> RunAsync(
        SideStyle style,
        FunctionPlan plan,
        DatabaseSettings database,
        TimeSpan duration,
        SideRecording recording,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(recording);
        var (works, reads) = (new OutcomeTally(), new OutcomeTally());
        var tally = new TaskTally(works);
        await using var apis = await ExternalApis.StartAsync(plan.Times, cancellationToken);
        await using var service = SideService.Build(style, plan, database, apis.Address, tally);
        await service.StartAsync(cancellationToken);
        var pools = service.Services.GetRequiredService<ConnectionPools>();
        var known = await PrepareAsync(pools);
        using var load = new FunctionLoad(plan, new Uri(service.Urls.First()), known, works, reads);
        await using var sampler = new SideSampler(pools, () => load.Sent, works, reads, apis, recording);
        try
        {
            sampler.Enter(SidePhase.Loading);
            await load.RunAsync(duration, cancellationToken);
            sampler.Enter(SidePhase.Draining);
            await DrainAsync(tally, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by hand; the figures say how far it came.
        }

        var figures = await sampler.EndAsync();
        await service.StopAsync(CancellationToken.None);
        return figures;
    }

    /// <summary>The table, and a row for the reads.</summary>
    private static async Task<string> PrepareAsync(ConnectionPools pools)
    {
        var known = Work.New("known");
        await using var connection = await pools.Api.OpenConnectionAsync();
        await WorkTable.CreateAsync(connection);
        await WorkTable.InsertAsync(connection, known);
        return known.Id;
    }

    private static async Task DrainAsync(TaskTally tally, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(DrainBound);
        while (tally.Open > 0 && !bound.IsCancellationRequested)
        {
            await Task.Delay(Look, cancellationToken);
        }
    }
}
