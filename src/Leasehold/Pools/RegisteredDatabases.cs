using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Leasehold.Providers;

/// <summary>All databases of the application, for packages that show or check them.</summary>
/// <remarks>Thread-safe. Resolved from the application's services.</remarks>
public sealed class RegisteredDatabases
{
    private const string FirstName = "default";

    private readonly Lazy<IReadOnlyList<RegisteredDatabase>> _all;

    // Read late, when the collection is complete: the order of the Add… calls does not matter.
    internal RegisteredDatabases(IServiceCollection registrations, IServiceProvider services) => _all = new(() => [..
        registrations
        .Where(static r => r.ServiceType == typeof(ConnectionPools))
        .Select(static r => r.IsKeyedService ? r.ServiceKey as string : null)
        .Distinct(StringComparer.Ordinal)
        .OrderBy(static name => name, StringComparer.Ordinal)
        .Select(name => name is null
            ? new RegisteredDatabase(FirstName, isFirst: true, services.GetRequiredService<ConnectionPools>())
            : new RegisteredDatabase(name, isFirst: false, services.GetRequiredKeyedService<ConnectionPools>(name)))]);

    /// <summary>Each once, by name.</summary>
    public IReadOnlyList<RegisteredDatabase> All => _all.Value;

    /// <summary>Lets them be resolved; further calls do nothing.</summary>
    /// <param name="services">The application's services, with or without a database yet.</param>
    public static void AddTo(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(s => new RegisteredDatabases(services, s));
    }
}
