using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Which pools a context leases from, in its options; and what tells EF Core's services to lease.</summary>
/// <remarks>
/// Immutable. Two of EF Core's loggers are replaced instead of interceptors being added: they are asked at the same
/// moments, but for an interceptor EF Core makes event data at each of them and joins lists in every new context,
/// which cost more than the lease. All contexts of a provider share these services, whatever their pools.
/// </remarks>
internal sealed class GateOptionsExtension : IDbContextOptionsExtension
{
    private static readonly TransactionInterceptor Transactions = new();

    private readonly Workload? _workload;
    private readonly bool _tellsCommands;

    public GateOptionsExtension(ConnectionPools pools, Workload? workload)
    {
        Pools = pools;
        _workload = workload;
        _tellsCommands = pools.PreparesConnections;
        Info = new GateInfo(this);
    }

    public ConnectionPools Pools { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    /// <summary>The pool for a context that first needs its connection now.</summary>
    /// <param name="isPooled">
    /// Whether its context is: that one outlives the flow that uses it first, and goes by what its factory is for.
    /// </param>
    public ConnectionPool PoolFor(bool isPooled)
        => Pools[_workload ?? (isPooled ? null : Flow.Current?.Workload) ?? Workload.Api];

    public void ApplyServices(IServiceCollection services)
    {
        // EF Core adds only what is missing, and may have done so before or may do so afterwards.
        services.Replace(ServiceDescriptor.Scoped<IRelationalConnectionDiagnosticsLogger, GateConnectionLogger>());
        services.AddSingleton<IInterceptor>(Transactions);
        if (_tellsCommands)
        {
            services.Replace(ServiceDescriptor.Scoped<IRelationalCommandDiagnosticsLogger, GateCommandLogger>());
        }
    }

    public void Validate(IDbContextOptions options)
    {
        if (options.FindExtension<CoreOptionsExtension>()?.InternalServiceProvider is not null)
        {
            throw new InvalidOperationException(
                "A context that uses Leasehold needs services of EF Core's that Leasehold replaces, and its options "
                + "name others: leave out UseInternalServiceProvider.");
        }
    }

    private sealed class GateInfo(GateOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using Leasehold ";

        public override int GetServiceProviderHashCode() => TellsCommands ? 1 : 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other)
            => other is GateInfo info && info.TellsCommands == TellsCommands;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
            => debugInfo["Leasehold:TellsCommands"] = TellsCommands ? "1" : "0";

        private bool TellsCommands => ((GateOptionsExtension)Extension)._tellsCommands;
    }
}
