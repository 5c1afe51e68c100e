using System.Data.Common;
using Leasehold.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.EntityFrameworkCore.Tests.Databases;

/// <summary>A database of one test's own, reached by a provider of EF Core and by one of Leasehold.</summary>
public abstract class ContextDatabase : IAsyncDisposable
{
    /// <summary>Reaches it.</summary>
    public string ConnectionString { get; protected set; } = "";

    /// <summary>A string with which every open fails at once.</summary>
    public abstract string UnreachableConnectionString { get; }

    /// <summary>Makes it, or skips the test.</summary>
    public abstract Task InitializeAsync();

    /// <summary>Removes it.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Leasehold's provider.</summary>
    public abstract DatabaseProvider CreateProvider(string? connectionString = null);

    /// <summary>EF Core's provider, as an application chooses it.</summary>
    public abstract void Use(
        DbContextOptionsBuilder options, bool retries = false, string? connectionString = null);

    /// <summary>What EF Core needs of its own, for its provider.</summary>
    public abstract IServiceCollection AddServicesOfEfCore(IServiceCollection services);

    /// <summary>An open connection beside all pools.</summary>
    public abstract Task<DbConnection> OpenOutsideAsync();

    /// <summary>SQL in the database's own quotes, from the standard's.</summary>
    public virtual string Sql(string standard) => standard;

    /// <summary>Begins a writing transaction in SQL.</summary>
    public abstract string Begin { get; }

    /// <summary>Whether another session could write the orders now, without waiting for anyone.</summary>
    public abstract Task<bool> AreOrdersWritableAsync();

    /// <summary>Which pool the server takes a connection for; null where the server does not tell.</summary>
    public virtual Task<string?> PoolOfAsync(DbContext context) => Task.FromResult<string?>(null);
}
