using System.Diagnostics;
using Leasehold.Durable;

namespace Leasehold.Scenarios.Durable;

/// <summary>Claiming from a journal that is empty beside one with a million completed operations, in turns.</summary>
internal static class Claims
{
    public const int Finished = 1_000_000;
    private const int AtATime = 8;

    /// <returns>The medians in milliseconds, and the median ratio of full to empty by block.</returns>
    public static async Task<(double EmptyMs, double FullMs, double Ratio)> CompareAsync(
        DurableInstance empty, DurableInstance full, int blocks, int claims)
    {
        await ClaimAsync(empty, claims);
        await ClaimAsync(full, claims);
        var pairs = new List<(double Empty, double Full)>();
        for (var block = 0; block < blocks; block++)
        {
            var isEven = block % 2 == 0;
            var first = await ClaimAsync(isEven ? empty : full, claims);
            var second = await ClaimAsync(isEven ? full : empty, claims);
            pairs.Add(isEven ? (first, second) : (second, first));
        }

        return (
            EndToEndFigures.Median(pairs.Select(static p => p.Empty)),
            EndToEndFigures.Median(pairs.Select(static p => p.Full)),
            EndToEndFigures.Median(pairs.Select(static p => p.Full / p.Empty)));
    }

    /// <summary>Completed operations of the past week, with ids in no order: the worst for every index.</summary>
    public static async Task FillAsync(DurableInstance instance, string database)
    {
        const string Columns =
            "leasehold_operations (id, kind, state, attempt, epoch, due_us, prepared_us, called_us)";
        const string Prepared = "1700000000000000 + n";
        const string Rest = $"'{DurableInstance.Kind}', 1, 1, 1, 4000000000000000 + n, {Prepared}, {Prepared}";
        await instance.ExecuteAsync(database switch
        {
            "postgresql" =>
                $"INSERT INTO {Columns} SELECT gen_random_uuid(), {Rest} FROM generate_series(1, {Finished}) AS s(n)",
            "mariadb" =>
                $"""
                INSERT INTO {Columns} WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1000)
                SELECT UUID(), {Rest} FROM (SELECT a.n + (b.n - 1) * 1000 AS n FROM s a CROSS JOIN s b) AS m
                """,
            _ =>
                $"""
                INSERT INTO {Columns}
                WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {Finished})
                SELECT lower(hex(randomblob(16))), {Rest} FROM s
                """,
        });
    }

    private static async Task<double> ClaimAsync(DurableInstance instance, int claims)
    {
        var journal = instance.Operations.Journal;
        var times = new List<double>(claims);
        for (var i = 0; i < claims; i++)
        {
            await instance.Pools.InSessionAsync(Workload.Background, async (session, token) =>
            {
                for (var n = 0; n < AtATime; n++)
                {
                    await instance.Operations.AddAsync(
                        session,
                        instance.Operation,
                        new DurableStart<PaymentArgs>(PaymentArgs.New()),
                        cancellationToken: token);
                }
            });
            var began = Stopwatch.GetTimestamp();
            var rows = await instance.Pools.InSessionAsync(
                Workload.Background,
                (session, token) => journal.ClaimAsync(session, DurableInstance.Kind, [], AtATime, token));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (rows.Count != AtATime)
            {
                throw new InvalidOperationException($"{rows.Count} of {AtATime} were claimed.");
            }

            await instance.Pools.InSessionAsync(Workload.Background, async (session, token) =>
            {
                foreach (var row in rows)
                {
                    await journal.CompleteAsync(session, new Claim(row.Id, row.Epoch, 0), token);
                }
            });
        }

        return EndToEndFigures.Median(times);
    }
}
