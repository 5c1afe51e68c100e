using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore;

/// <summary>All databases of the application, found by their registrations.</summary>
/// <remarks>Read late, when the collection is complete: the order of the Add… calls does not matter.</remarks>
internal sealed class RegisteredDatabases(IServiceCollection registrations, IServiceProvider services)
{
    private const string FirstName = "default";

    private readonly Lazy<IReadOnlyList<RegisteredDatabase>> _all = new(() => [.. registrations
        .Where(static r => r.ServiceType == typeof(ConnectionPools))
        .Select(static r => r.IsKeyedService ? r.ServiceKey as string : null)
        .Distinct(StringComparer.Ordinal)
        .OrderBy(static name => name, StringComparer.Ordinal)
        .Select(name => name is null
            ? new RegisteredDatabase(FirstName, IsFirst: true, services.GetRequiredService<ConnectionPools>())
            : new RegisteredDatabase(name, IsFirst: false, services.GetRequiredKeyedService<ConnectionPools>(name)))]);

    public IReadOnlyList<RegisteredDatabase> All => _all.Value;

    /// <summary>What a driver's exception means, by the first driver that knows it.</summary>
    public DatabaseErrorKind Classify(Exception exception)
        => All
            .Select(database => database.Pools.Provider.Classify(exception))
            .FirstOrDefault(static kind => kind != DatabaseErrorKind.Other);
}
