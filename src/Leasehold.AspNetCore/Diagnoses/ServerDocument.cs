namespace Leasehold.AspNetCore;

/// <summary>The server in the diagnosis; the meaning of each member is <see cref="DiagnosedServer"/>'s.</summary>
internal sealed record ServerDocument(
    string Answer, string? Name, double TookMs, bool? IsReadOnly, int? Connections, int? MaxConnections)
{
    public static ServerDocument Of(DiagnosedServer server) => new(
        SnakeCase.Of(server.Answer),
        server.Name,
        Math.Round(server.Took.TotalMilliseconds, 1),
        server.IsReadOnly,
        server.Connections,
        server.MaxConnections);
}
