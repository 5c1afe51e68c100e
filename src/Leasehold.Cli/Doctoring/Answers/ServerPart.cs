namespace Leasehold.Cli.Doctoring.Answers;

/// <summary>The database's server.</summary>
internal sealed record ServerPart(
    string? Answer, string? Name, double TookMs, bool? IsReadOnly, int? Connections, int? MaxConnections);
