using System.Globalization;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>Reads where a connection string leads.</summary>
internal static class MySqlTarget
{
    public static DatabaseTarget Read(MySqlConnectionStringBuilder settings)
    {
        var port = settings.Port.ToString(CultureInfo.InvariantCulture);
        var servers = settings.Server.Split(',', StringSplitOptions.TrimEntries);
        var isNamed = settings.ConnectionProtocol is not
            (MySqlConnectionProtocol.Sockets or MySqlConnectionProtocol.Tcp);
        return new DatabaseTarget
        {
            Driver = "MySqlConnector",
            Server = string.Join(',', servers.Select(server => server.StartsWith('/') || isNamed
                ? server
                : $"{server.ToLowerInvariant()}:{port}")),
            Database = settings.Database,
            User = settings.UserID,
            Settings = isNamed ? $"{settings.ConnectionProtocol}={settings.PipeName}" : "",
        };
    }
}
