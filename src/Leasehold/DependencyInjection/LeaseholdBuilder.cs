using Leasehold.Providers;
using Microsoft.Extensions.Configuration;
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

    /// <summary>Chooses the driver with its connection string; adapters call it.</summary>
    /// <param name="connectionString">
    /// What the driver understands; or <c>Name=ConnectionStrings:Main</c>, or <c>Name=Main</c>, for one that is looked
    /// up in the application's configuration when the pools are made.
    /// </param>
    /// <param name="create">Makes the provider, once: at once unless the string is looked up.</param>
    public LeaseholdBuilder UseProvider(string connectionString, Func<string, DatabaseProvider> create)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentNullException.ThrowIfNull(create);
        if (NameIn(connectionString) is { } name)
        {
            return UseProvider(services => create(Find(services.GetService<IConfiguration>(), name)));
        }

        var provider = create(connectionString);
        return UseProvider(_ => provider);
    }

    // As EF Core reads it.
    private static string? NameIn(string text)
        => text.Split('=', 2) is [var key, var value]
            && key.Trim().Equals("Name", StringComparison.OrdinalIgnoreCase)
            && value.Trim().TrimEnd(';').Trim() is { Length: > 0 } name
            && !name.Contains('=', StringComparison.Ordinal)
                ? name
                : null;

    private static string Find(IConfiguration? configuration, string name)
        => (configuration?[name] ?? configuration?.GetConnectionString(name)) is { Length: > 0 } text
            ? text
            : throw new InvalidOperationException(
                $"The connection string is Name={name}, but the configuration has neither ConnectionStrings:{name} nor "
                + $"{name}.");
}
