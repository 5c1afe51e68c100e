using Leasehold.LocalServers.Databases;
using Leasehold.Scenarios.Soak;

namespace Leasehold.Scenarios.Tests;

/// <summary>The soak's short form: the same callers, faults and judgement as in 20 minutes.</summary>
public sealed class SoakTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Soak_TwentySecondsOnAllDatabasesAtOnce_KeepsEveryPromise()
    {
        var plan = new SoakPlan(Duration, Random.Shared.Next(), [.. Databases()]);

        var run = await SoakRun.RunAsync(plan);

        var missed = run.Judge().Where(static verdict => !verdict.Held)
            .Select(static verdict => $"{verdict.Promise}: {verdict.Measured}")
            .Concat(run.UnexpectedErrors);
        Assert.True(
            run.Judge().All(static verdict => verdict.Held),
            $"Seed {plan.Seed}, threads {run.Lateness.TotalMilliseconds:0} ms late.\n{string.Join('\n', missed)}");
        Assert.All(run.Databases, static soak => Assert.InRange(soak.Done, 100, int.MaxValue));
    }

    private static IEnumerable<string> Databases()
    {
        yield return "sqlite";
        if (PostgreSqlServer.MissingReason() is null)
        {
            yield return "postgresql";
        }

        if (MariaDbServer.MissingReason() is null)
        {
            yield return "mariadb";
        }
    }
}
