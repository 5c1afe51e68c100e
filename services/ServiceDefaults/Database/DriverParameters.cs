using System.Data.Common;
using Npgsql;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>The parameters that database URLs commonly carry, in the drivers' spelling.</summary>
internal static class DriverParameters
{
    // Source: libpq's parameter key words; Npgsql takes its own names only.
    private static readonly Dictionary<string, string> PostgreSqlNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["client_encoding"] = "Client Encoding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["host"] = "Host",
        ["options"] = "Options",
    };

    public static string NameOf(DbConnectionStringBuilder builder, string name)
        => builder is NpgsqlConnectionStringBuilder && PostgreSqlNames.TryGetValue(name, out var known)
            ? known
            : name.Replace('_', ' ');

    /// <summary>verify-full and VERIFY_IDENTITY are VerifyFull and VerifyIdentity to the drivers.</summary>
    public static string ValueOf(string value)
        => value.ToUpperInvariant() switch
        {
            "VERIFY-FULL" => "VerifyFull",
            "VERIFY-CA" or "VERIFY_CA" => "VerifyCA",
            "VERIFY_IDENTITY" => "VerifyFull",
            _ => value,
        };
}
