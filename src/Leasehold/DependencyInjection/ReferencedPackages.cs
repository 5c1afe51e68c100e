using System.Diagnostics.CodeAnalysis;
using Leasehold.Providers;

namespace Leasehold.DependencyInjection;

/// <summary>Finds the packages of Leasehold that the application references, and the core does not.</summary>
/// <remarks>
/// By names that are constants, so that a trimmed application keeps what it references, and only that. An attribute or
/// a module initializer in the package would not do: nothing loads an assembly that no code uses.
/// </remarks>
internal static class ReferencedPackages
{
    /// <summary>The packages that <see cref="Adapters"/> looks for.</summary>
    public const string AdapterPackages
        = "Leasehold.PostgreSql, Leasehold.MySql, Leasehold.Sqlite, Leasehold.SqlServer";

    /// <summary>Those that are referenced.</summary>
    public static IReadOnlyList<DatabaseAdapter> Adapters { get; } =
    [
        .. new[]
        {
            Make<DatabaseAdapter>(Type.GetType("Leasehold.PostgreSql.PostgreSqlAdapter, Leasehold.PostgreSql")),
            Make<DatabaseAdapter>(Type.GetType("Leasehold.MySql.MySqlAdapter, Leasehold.MySql")),
            Make<DatabaseAdapter>(Type.GetType("Leasehold.Sqlite.SqliteAdapter, Leasehold.Sqlite")),
            Make<DatabaseAdapter>(Type.GetType("Leasehold.SqlServer.SqlServerAdapter, Leasehold.SqlServer")),
        }.OfType<DatabaseAdapter>(),
    ];

    /// <summary>Null when it is not referenced.</summary>
    public static TelemetryAdapter? Telemetry { get; }
        = Make<TelemetryAdapter>(Type.GetType("Leasehold.OpenTelemetry.OpenTelemetryAdapter, Leasehold.OpenTelemetry"));

    private static T? Make<T>(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type? type)
        where T : class
        => type is null ? null : (T?)Activator.CreateInstance(type);
}
