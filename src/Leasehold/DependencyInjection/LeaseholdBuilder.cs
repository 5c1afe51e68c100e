using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold;

/// <summary>What remains to be said after <c>AddLeasehold</c>: the database.</summary>
public sealed class LeaseholdBuilder
{
    internal LeaseholdBuilder(IServiceCollection services, string? database)
    {
        Services = services;
        Database = database;
    }

    /// <summary>The services being registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The database's name when there are several; null for the first.</summary>
    public string? Database { get; }

    /// <summary>Chooses the driver; adapters call it.</summary>
    /// <param name="create">Makes the provider, once.</param>
    public LeaseholdBuilder UseProvider(Func<IServiceProvider, DatabaseProvider> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (Database is null)
        {
            Services.AddSingleton(create);
        }
        else
        {
            Services.AddKeyedSingleton<DatabaseProvider>(Database, (services, _) => create(services));
        }

        return this;
    }
}
