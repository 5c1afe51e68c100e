using Leasehold.ServiceDefaults.Startup;
using Microsoft.Extensions.Configuration;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>Which database, and how to reach it: the section <c>Leasehold:Database</c>.</summary>
/// <param name="Kind">The driver to use.</param>
/// <param name="ConnectionString">The driver's own connection string; a secret.</param>
public sealed record DatabaseSettings(DatabaseKind Kind, string ConnectionString)
{
    private const string ProviderKey = "Leasehold:Database:Provider";
    private const string ConnectionStringKey = "Leasehold:Database:ConnectionString";
    private const string DirectConnectionStringKey = "Leasehold:Database:DirectConnectionString";

    private static readonly Dictionary<string, DatabaseKind> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sqlite"] = DatabaseKind.Sqlite,
        ["postgresql"] = DatabaseKind.PostgreSql,
        ["postgres"] = DatabaseKind.PostgreSql,
        ["mysql"] = DatabaseKind.MySql,
        ["mariadb"] = DatabaseKind.MySql,
    };

    /// <summary>Past any pooler, for what needs a session of its own: migrations and their lock. A secret.</summary>
    /// <value><see cref="ConnectionString"/>, unless it is given.</value>
    public string DirectConnectionString { get; init; } = ConnectionString;

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <exception cref="ServiceStartException">One of them is missing or unknown.</exception>
    public static DatabaseSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var name = configuration[ProviderKey];
        var connectionString = configuration[ConnectionStringKey];
        if (name is null || !TryParseKind(name, out var kind))
        {
            throw new ServiceStartException(
                $"{ProviderKey} must be one of {string.Join(", ", Names.Keys)}, was '{name}'.");
        }

        return string.IsNullOrWhiteSpace(connectionString)
            ? throw new ServiceStartException($"{ConnectionStringKey} is empty; set it, or DATABASE_URL.")
            : new DatabaseSettings(kind, connectionString)
            {
                DirectConnectionString = configuration[DirectConnectionStringKey] is { Length: > 0 } direct
                    ? direct
                    : connectionString,
            };
    }

    /// <summary>The same as configuration.</summary>
    public IEnumerable<KeyValuePair<string, string?>> ToConfiguration()
        => [KeyValuePair.Create<string, string?>(ProviderKey, Kind.ToString().ToLowerInvariant()),
            KeyValuePair.Create<string, string?>(ConnectionStringKey, ConnectionString)];

    /// <summary>Never shows the connection string, which holds the password.</summary>
    public override string ToString() => $"{Kind}";

    internal static bool TryParseKind(string name, out DatabaseKind kind) => Names.TryGetValue(name, out kind);
}
