using Leasehold.EntityFrameworkCore.Gating;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.DependencyInjection;

/// <summary>That a context is to lease, as long as its registration is the application's own.</summary>
/// <remarks>
/// A test that takes the application's registration away, and puts one of its own in its place, takes Leasehold away
/// with it: its context goes to the test's database as that says.
/// </remarks>
internal sealed class GatedContext<TContext>
    where TContext : DbContext
{
    private readonly IServiceCollection _services;
    private readonly string? _database;
    private readonly Workload? _workload;
    private readonly ServiceDescriptor[] _registration;
    private readonly Lock _lock = new();
    private bool? _isReplaced;
    private Databases? _databases;

    public GatedContext(IServiceCollection services, string? database, Workload? workload)
    {
        _services = services;
        _database = database;
        _workload = workload;
        _registration = [.. services.Where(IsOfContext)];
    }

    public void Configure(IServiceProvider services, DbContextOptionsBuilder options)
    {
        lock (_lock)
        {
            if (_isReplaced ??= !_registration.All(_services.Contains))
            {
                return;
            }

            _databases ??= DatabasesOf(services);
        }

        GateOptionsExtension.Use(options, _databases, _workload);
    }

    public static ConnectionPools PoolsOf(IServiceProvider services, string? database)
        => database is null
            ? services.GetRequiredService<ConnectionPools>()
            : services.GetRequiredKeyedService<ConnectionPools>(database);

    private static bool IsOfContext(ServiceDescriptor service)
        => service.ServiceType == typeof(DbContextOptions<TContext>)
            || service.ServiceType == typeof(IDbContextOptionsConfiguration<TContext>);

    private Databases DatabasesOf(IServiceProvider services)
    {
        var others = _services
            .Where(static service => service.ServiceType == typeof(ConnectionPools))
            .Select(static service => service.ServiceKey as string)
            .Distinct(StringComparer.Ordinal)
            .Where(name => name != _database)
            .ToList();
        return new Databases(
            PoolsOf(services, _database),
            others.Count == 0 ? null : () => others.Select(name => PoolsOf(services, name)));
    }
}
