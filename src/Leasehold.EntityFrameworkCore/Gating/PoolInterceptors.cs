using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>The interceptors of each set of pools: options are built again and again, these are made once.</summary>
internal sealed class PoolInterceptors(ConnectionPools pools)
{
    private static readonly ConditionalWeakTable<ConnectionPools, PoolInterceptors> All = [];

    private readonly IInterceptor[] _ofTheFlow = Create(pools, null);
    private readonly ConcurrentDictionary<Workload, IInterceptor[]> _named = new();

    public static IInterceptor[] Of(ConnectionPools pools, Workload? workload)
    {
        var known = All.GetValue(pools, static p => new PoolInterceptors(p));
        return workload is null
            ? known._ofTheFlow
            : known._named.GetOrAdd(workload, static (named, of) => Create(of, named), pools);
    }

    private static IInterceptor[] Create(ConnectionPools pools, Workload? workload)
    {
        var gate = new GateInterceptor(pools, workload);
        var transactions = new TransactionInterceptor();
        return CommandInterceptor.IsNeededFor(pools.Api)
            ? [gate, transactions, new CommandInterceptor()]
            : [gate, transactions];
    }
}
