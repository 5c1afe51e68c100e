using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Diagnoses;

/// <summary>Asks for diagnoses until they say what the server does by now.</summary>
public abstract class DiagnosisSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>An answer serves a second, and a wait of a second is worth a finding.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Pools whose server may take its time to answer: a busy machine does.</summary>
    protected ConnectionPools BuildPatient(
        Action<PoolOptions>? api = null, string? connectionString = null, TimeSpan? timeout = null)
        => Build(api, options => options.DiagnosisTimeout = timeout ?? Bound, connectionString);

    /// <summary>This file's line from which it is called.</summary>
    protected static int Here([CallerLineNumber] int line = 0) => line;

    /// <summary>The first finding of a kind.</summary>
    protected static async Task<DiagnosisFinding> FindAsync(
        ConnectionPools pools, DiagnosisKind kind, Func<DiagnosisFinding, bool>? condition = null)
    {
        DiagnosisFinding? found = null;
        await Eventually.TrueAsync(
            async () =>
            {
                found = (await pools.DiagnoseAsync(Ended)).Findings.FirstOrDefault(
                    finding => finding.Kind == kind && condition?.Invoke(finding) != false);
                return found is not null;
            },
            $"a finding {kind}",
            Bound);
        return found!;
    }

    /// <summary>Runs in a flow of that name.</summary>
    protected static Task InFlowAsync(string name, Func<Task> work)
        => Task.Run(async () =>
        {
            using var flow = Flow.Begin(name, Workload.Api);
            await work();
        });

    /// <summary>Writes the row of a table from another flow, which waits for whoever has it.</summary>
    protected Task UpdateAsync(ConnectionPools pools, string table, string flow, string body = "after")
        => InFlowAsync(flow, async () =>
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            await lease.Connection.ExecuteAsync($"UPDATE {table} SET body = '{body}' WHERE id = 1");
        });
}
