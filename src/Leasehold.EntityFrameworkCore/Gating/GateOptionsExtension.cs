using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Which pools a context leases from, in its options; the interceptors look here.</summary>
/// <remarks>
/// Immutable. The interceptors themselves know nothing and are the same for all contexts, so that a second
/// <c>UseLeasehold</c> takes the place of the first one instead of leasing twice.
/// </remarks>
internal sealed class GateOptionsExtension : IDbContextOptionsExtension
{
    private static readonly IInterceptor[] Always = [new ConnectionInterceptor(), new TransactionInterceptor()];
    private static readonly CommandInterceptor Commands = new();
    private static readonly CommandRedirector Redirector = new();

    private readonly Workload? _workload;

    private GateOptionsExtension(Databases databases, Workload? workload)
    {
        Databases = databases;
        _workload = workload;
        Info = new GateInfo(this);
    }

    public Databases Databases { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    public static void Use(DbContextOptionsBuilder options, Databases databases, Workload? workload)
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(
            new GateOptionsExtension(databases, workload));
        var present = options.Options.FindExtension<CoreOptionsExtension>()?.Interceptors ?? [];
        var needed = databases switch
        {
            { TellsCommands: true } => [.. Always, Commands],
            { HasOthers: true } => [.. Always, Redirector],
            _ => Always,
        };
        var missing = needed.Except(present).ToList();
        if (missing.Count > 0)
        {
            options.AddInterceptors(missing);
        }
    }

    /// <summary>The pool for a context that first needs its connection now.</summary>
    /// <param name="pools">The pools of its database.</param>
    /// <param name="isPooled">
    /// Whether its context is: that one outlives the flow that uses it first, and goes by what its factory is for.
    /// </param>
    public ConnectionPool PoolOf(ConnectionPools pools, bool isPooled)
        => pools[_workload ?? (isPooled ? null : Flow.Current?.Workload) ?? Workload.Api];

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class GateInfo(GateOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using Leasehold ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is GateInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
            => debugInfo["Leasehold"] = "1";
    }
}
