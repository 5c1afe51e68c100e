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
    private const string TablePrefixKey = "Leasehold:Database:TablePrefix";
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

    /// <summary>Whether nobody has chosen a database: it is the service's own default.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The tables' names in the database.</summary>
    /// <value>As the code has them, unless a prefix is set.</value>
    public TableNames Tables { get; init; } = TableNames.Plain;

    /// <summary>Which server it is, where <see cref="Kind"/> leaves that open.</summary>
    public MySqlServer Server { get; } = new();

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <param name="tables">The tables that the service's statements name.</param>
    /// <exception cref="ServiceStartException">One of them is missing or unknown.</exception>
    public static DatabaseSettings Read(IConfiguration configuration, params IEnumerable<string> tables)
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
                IsDefault = configuration is IConfigurationRoot root && !root.Providers.Skip(1)
                    .Any(static source => source.TryGet(ConnectionStringKey, out _)),
                Tables = new TableNames(configuration[TablePrefixKey] ?? "", tables),
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
