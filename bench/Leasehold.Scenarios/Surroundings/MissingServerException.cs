namespace Leasehold.Scenarios.Surroundings;

/// <summary>A database server is neither installed nor named.</summary>
internal sealed class MissingServerException(string message) : Exception(message);
