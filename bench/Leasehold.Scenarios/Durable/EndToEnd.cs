using System.Text.Json;
using Leasehold.Durable;

namespace Leasehold.Scenarios.Durable;

/// <summary>The four things that producers do, in turns: what the machine does meanwhile meets all of them.</summary>
internal static class EndToEnd
{
    public static async Task<EndToEndFigures> RunAsync(DurableInstance instance, int rounds, int operations)
    {
        var args = JsonSerializer.Serialize(PaymentArgs.New(), JsonSerializerOptions.Web);
        (string Name, Func<Task> Operation)[] sides =
        [
            ("plain", () => PlainAsync(instance, args)),
            ("journal", () => JournalAsync(instance)),
            ("staged", () => StagedAsync(instance)),
            ("durable", () => DurableAsync(instance)),
        ];
        foreach (var (_, operation) in sides)
        {
            await Producers.RunAsync(operations, operation); // does not count: the code has to reach its last tier
        }

        var figures = sides.ToDictionary(
            static s => s.Name, static _ => new List<(double PerSecond, double MedianMs)>(), StringComparer.Ordinal);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, operation) in round % 2 == 0 ? sides : [.. sides.Reverse()])
            {
                figures[name].Add(await Producers.RunAsync(operations, operation));
            }
        }

        return new EndToEndFigures(figures["plain"], figures["journal"], figures["staged"], figures["durable"]);
    }

    private static Task<int> PlainAsync(DurableInstance instance, string args)
        => instance.Pools.InSessionAsync((session, token) => UserStatements.InsertPlainAsync(session, args, token));

    // The journal alone: its row is all that stage 1 writes, and nothing but its completion is stage 3.
    private static async Task JournalAsync(DurableInstance instance)
        => Check(await instance.Operations.RunAsync(
            instance.Operation,
            static (_, _) => Task.FromResult(new DurableStart<PaymentArgs>(PaymentArgs.New()))));

    private static Task<bool> StagedAsync(DurableInstance instance)
        => instance.Staged.RunAsync<string, int, bool>(
            static async (session, token) =>
            {
                var order = Guid.CreateVersion7().ToString();
                await UserStatements.PrepareAsync(session, order, token);
                return order;
            },
            static (_, _) => Task.FromResult(CallOutcome<int>.FromReply(1)),
            static async (session, order, _, token) => await UserStatements.SaveAsync(session, order, token) == 1,
            static (_, _, _, _) => Task.FromResult(false));

    private static async Task DurableAsync(DurableInstance instance)
        => Check(await instance.Operations.RunAsync(
            instance.Operation,
            static async (session, token) =>
            {
                var order = Guid.CreateVersion7().ToString();
                await UserStatements.PrepareAsync(session, order, token);
                return new DurableStart<PaymentArgs>(PaymentArgs.New(order));
            }));

    private static void Check(DurableRun<bool> run)
    {
        if (!run.IsCompleted)
        {
            throw new InvalidOperationException($"An operation is {run.Status}: {run.Reason}");
        }
    }
}
