using Leasehold.LocalServers.Processes;

namespace Leasehold.LocalServers.Brokers;

/// <summary>
/// Where RabbitMQ is installed. Not Debian's own /usr/sbin/rabbitmq-server, which insists on the package's folders and
/// its user, but the script that it wraps.
/// </summary>
internal sealed record RabbitMqBinaries(string Server, string PortMapper)
{
    public const string Missing = "RabbitMQ is not installed (Debian: apt-get install rabbitmq-server).";

    private const string Debian = "/usr/lib/rabbitmq/lib";

    public static RabbitMqBinaries? Find() =>
        Candidates().FirstOrDefault(Executable.Exists) is { } server && Executable.Find("epmd") is { } portMapper
            ? new RabbitMqBinaries(server, portMapper)
            : null;

    private static IEnumerable<string> Candidates()
    {
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian, "rabbitmq_server-*") : [];
        return versions.OrderDescending(StringComparer.Ordinal)
            .Select(static folder => Path.Combine(folder, "sbin", "rabbitmq-server"));
    }
}
